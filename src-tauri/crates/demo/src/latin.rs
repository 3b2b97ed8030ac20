//! Usernames and addresses from names in any Latin script.

use muster_model::fold::fold;

/// The name in lower-case ASCII letters, digits and hyphens; everything else
/// is dropped.
pub fn latin(name: &str) -> String {
    fold(name).chars().flat_map(spell).filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// The first letter of [`latin`].
pub fn initial(name: &str) -> char {
    latin(name).chars().next().unwrap_or('x')
}

fn spell(c: char) -> impl Iterator<Item = char> {
    let spelled: [char; 2] = match c {
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'þ' => ['t', 'h'],
        'ø' => ['o', '\0'],
        'ł' => ['l', '\0'],
        'đ' | 'ð' => ['d', '\0'],
        'ı' => ['i', '\0'],
        c => [c, '\0'],
    };
    spelled.into_iter().filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_names_as_addresses_do() {
        for (name, ascii) in [
            ("Großmann", "grossmann"),
            ("Þórdís", "thordis"),
            ("O'Connell", "oconnell"),
            ("Van der Meer", "vandermeer"),
            ("Łukasz", "lukasz"),
            ("Ødegård", "odegard"),
            ("Yıldız", "yildiz"),
            ("Đặng", "dang"),
        ] {
            assert_eq!(latin(name), ascii);
        }
    }
}
