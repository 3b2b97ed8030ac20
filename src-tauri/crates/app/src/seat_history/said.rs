//! Numbers and money in sentences.

/// `1,284`.
pub(super) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 seat`, `1,284 seats`.
pub(super) fn seats(count: u64) -> String {
    format!("{} {}", number(count), if count == 1 { "seat" } else { "seats" })
}

/// `EUR 1,044.00`; the currency is left out if nobody said which.
pub(super) fn money(cents: u64, currency: Option<&str>) -> String {
    let blank = if currency.is_some() { " " } else { "" };
    format!("{}{blank}{}.{:02}", currency.unwrap_or_default(), number(cents / 100), cents % 100)
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_it() {
        assert_eq!((number(0), number(999), number(1_000)), ("0".into(), "999".into(), "1,000".into()));
        assert_eq!((seats(1), seats(1_284)), ("1 seat".into(), "1,284 seats".into()));
        assert_eq!(money(104_400, Some("EUR")), "EUR 1,044.00");
        assert_eq!(money(5, None), "0.05");
        assert_eq!((list(&[]), list(&["a"]), list(&["a", "b", "c"])), (String::new(), "a".into(), "a, b and c".into()));
    }
}
