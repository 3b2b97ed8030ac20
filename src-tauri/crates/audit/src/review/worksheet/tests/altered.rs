//! Sheets that come back altered, doubled, of somebody else: each fault by its cell.

use super::*;

#[test]
fn whatever_was_altered_is_named_by_its_cell() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let plain = filled(&sheet);
    let with = |row: usize, column: usize, text: &str| {
        let mut cells = plain.clone();
        cells[row - 1][column] = text.into();
        only(&sheet, &cells)
    };
    for column in 1..9 {
        assert_eq!(with(9, column, "other"), (cell_name(9, column as u32), "altered"));
        assert_eq!(with(8, column, ""), (cell_name(8, column as u32), "altered"));
    }
    assert_eq!(with(10, 6, "2025-03-04"), ("G10".into(), "altered"), "where there was no day");
    assert_eq!(with(8, 6, "2025-03-05"), ("G8".into(), "altered"));
    assert_eq!(with(8, 9, ""), ("J8".into(), "undecided"));
    assert_eq!(with(8, 9, "undecided"), ("J8".into(), "undecided"));
    assert_eq!(with(8, 9, "maybe"), ("J8".into(), "no-decision"));
    assert_eq!(with(8, 9, "=\"keep\""), ("J8".into(), "no-decision"));
    assert_eq!(with(8, 9, "reduce"), ("K8".into(), "new-role"), "no role named");
    assert_eq!(with(10, 10, "Chief"), ("K10".into(), "new-role"));
    assert_eq!(with(8, 10, "Guest"), ("K8".into(), "new-role"), "a role beside keep");
    assert_eq!(with(8, 11, &"x".repeat(2001)), ("L8".into(), "long-note"));
}

#[test]
fn nothing_is_added_removed_or_doubled() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let plain = filled(&sheet);
    let mut cells = plain.clone();
    cells.remove(8);
    let found = faults(&sheet, &cells);
    assert_eq!((found.count, found.told[0].kind.code(), &found.told[0].cell), (1, "row-missing", &None));
    assert!(found.to_string().contains("bob"), "{found}");
    let mut cells = plain.clone();
    cells.push(plain[8].clone());
    assert_eq!(only(&sheet, &cells), ("A12".into(), "row-twice"));
    let mut cells = plain.clone();
    let mut added = plain[8].clone();
    added[0] = "R99-ABCDEF".into();
    cells.insert(7, added);
    assert_eq!(only(&sheet, &cells), ("A8".into(), "row-added"));
    let mut cells = plain.clone();
    cells[8][0].clear();
    let found = faults(&sheet, &cells);
    let codes: Vec<_> = found.told.iter().map(|fault| fault.kind.code()).collect();
    assert_eq!(
        (codes.as_slice(), found.told[0].cell.as_deref()),
        (["row-without-key", "row-missing"].as_slice(), Some("A9"))
    );
    let mut cells = plain.clone();
    cells[9].push("see also".into());
    assert_eq!(only(&sheet, &cells), ("M10".into(), "cell-added"));
    let mut cells = plain.clone();
    cells.iter_mut().skip(6).for_each(|row| drop(row.remove(4)));
    let found = faults(&sheet, &cells);
    assert_eq!((found.count, found.told[0].kind.clone()), (1, fault::FaultKind::ColumnMissing("Through")));
    let mut cells = plain.clone();
    cells[6].push("Role".into());
    assert_eq!(only(&sheet, &cells), ("M7".into(), "column-twice"));
}

#[test]
fn it_is_the_right_sheet_of_the_right_reviewer_and_review() {
    let mut held = review(people());
    held.reassign(0, "otto").unwrap();
    let (ritas, ottos) = (Worksheet::of(&held, "rita").unwrap(), Worksheet::of(&held, "otto").unwrap());
    assert_eq!((ritas.rows.len(), ottos.rows.len()), (3, 1));
    assert_ne!(ritas.code, ottos.code);
    let found = faults(&ottos, &filled(&ritas));
    assert_eq!(
        (found.count, found.told[0].cell.as_deref(), found.told[0].kind.code()),
        (1, Some("B3"), "wrong-reviewer")
    );
    let mut other = held.clone();
    other.campaign.id = "q3-2026".into();
    let old = Worksheet::of(&other, "rita").unwrap();
    let found = faults(&ritas, &filled(&old));
    assert_eq!(
        (found.count, found.told[0].cell.as_deref(), found.told[0].kind.code()),
        (1, Some("B2"), "wrong-campaign")
    );
    let mut cells = filled(&ritas);
    cells[3][1] = "0000-0000-0000-0000".into();
    assert_eq!(only(&ritas, &cells), ("B4".into(), "wrong-code"));
    let mut cells = filled(&ritas);
    cells.remove(3);
    assert_eq!(only(&ritas, &cells), (String::new(), "label-missing"));
    let mut cells = filled(&ritas);
    cells.push(cells[2].clone());
    assert_eq!(only(&ritas, &cells).1, "label-twice");
    let mut before = held.clone();
    before.items[1].last_seen = LastSeen::never("x");
    let older = Worksheet::of(&before, "rita").unwrap();
    let found = faults(&ritas, &filled(&older));
    assert_eq!(found.told.iter().map(|fault| fault.kind.code()).collect::<Vec<_>>(), ["wrong-code", "altered"]);
}

#[test]
fn a_role_that_is_called_like_a_label_is_a_role() {
    let held = review(["Reviewer", "Campaign", "Sheet code"].map(|role| item("ada", role)).to_vec());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let mut cells = filled(&sheet);
    cells.iter_mut().skip(6).for_each(|row| row.swap(0, 2));
    assert_eq!(check(&sheet, &file(&cells, b',', true)).unwrap().rows.len(), 3);
}

#[test]
fn all_faults_are_told_at_once_but_not_without_end() {
    let items = (0..150).map(|at| item(&format!("u{at:03}"), "Owner")).collect();
    let held = review(items);
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let found = faults(&sheet, &cells(&sheet));
    assert_eq!((found.count, found.told.len()), (150, fault::MOST_TOLD));
    assert!(found.to_string().ends_with("and 50 more"), "{found}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn one_altered_cell_is_found_where_it_is(row in 0usize..4, column in 0usize..9, text in "[a-z]{1,5}", blank_lines in 0usize..3) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut cells = filled(&sheet);
        cells[7 + row][column].push_str(&text);
        let mut bytes = "\r\n".repeat(blank_lines).into_bytes();
        bytes.extend(file(&cells, b';', false));
        let Err(SheetError::Faults(found)) = check(&sheet, &bytes) else { panic!("not found") };
        let name = cell_name((8 + row + blank_lines) as u32, column as u32);
        prop_assert_eq!(found.told[0].cell.as_deref(), Some(name.as_str()));
        prop_assert_eq!(found.count, if column == 0 { 2 } else { 1 });
    }
}
