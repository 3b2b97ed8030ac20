//! Files that are none of ours, damaged, or made to hurt.

use super::workbook::{decide_in_xlsx, sheet_xml, workbook};
use super::*;

#[test]
fn other_files_are_told_apart() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let error = |bytes: &[u8]| check(&sheet, bytes).unwrap_err().to_string();
    assert!(error(b"").contains("no worksheet"));
    assert!(error(b"a,b\n1,2\n").contains("no worksheet"));
    assert!(error(b"%PDF-1.7").contains("a PDF"));
    assert!(error(b"\xd0\xcf\x11\xe0....").contains(".xls"));
    assert!(error(b"\0\0\0").contains("neither CSV nor XLSX"));
    assert!(error(b"PK\x03\x04 and so on").contains("damaged"));
    assert!(error(b"Row,Who\nR1,M\xfcller\n").contains("byte 0xFC near row 2 is not UTF-8"));
    assert!(error(&[0xff, 0xfe, 0x00]).contains("UTF-16"));
    assert!(error(&vec![b','; 300_000]).contains("row 1"));
    let wide = format!("{}\n", vec!["x"; 300].join(","));
    assert!(error(wide.as_bytes()).contains("row 1"));
    let long = format!("a,b\n\n,\"{}\"\n", "x".repeat(grid::LONGEST_CELL + 1));
    assert!(error(long.as_bytes()).contains("B3 holds more text"), "{}", error(long.as_bytes()));
}

#[test]
fn a_hostile_workbook_ends_in_an_error() {
    let held = review(people());
    let sheet = Worksheet::of(&held, "rita").unwrap();
    let cells = filled(&sheet);
    let damaged = |xml: &str| {
        let error =
            check(&sheet, &workbook(&[("x", format!("<worksheet><sheetData>{xml}</sheetData></worksheet>"))], None));
        assert!(matches!(error, Err(SheetError::Damaged { .. } | SheetError::TooMany { .. })), "{xml}: {error:?}");
    };
    for xml in [
        "<row r=\"0\"/>",
        "<row r=\"1048577\"/>",
        "<row r=\"-1\"/>",
        "<row r=\"2\"/><row r=\"2\"/>",
        "<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZ99999999999999999999\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>",
        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&boom;</v></c></row>",
        "<row><c r=\"A1\"></row></c>",
    ] {
        damaged(xml);
    }
    let many: String = (0..300).map(|_| "<c><v>1</v></c>").collect();
    damaged(&format!("<row>{many}</row>"));
    // A long word that many cells share.
    let word = "x".repeat(grid::LONGEST_CELL);
    let shared = format!("<sst><si><t>{word}</t></si></sst>");
    let rows = "<row><c t=\"s\"><v>0</v></c></row>".repeat(3_000);
    let bomb = workbook(&[("x", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))], Some(&shared));
    assert!(bomb.len() < 100_000);
    assert!(matches!(check(&sheet, &bomb), Err(SheetError::TooLarge { .. })));
    let long = format!("<c r=\"B1\" t=\"str\"><v>{word}y</v></c>");
    let file = workbook(&[("x", sheet_xml(&cells, &[("B1", &long)]))], None);
    assert_eq!(check(&sheet, &file).unwrap_err(), SheetError::LongCell { cell: "B1".into() });
    // A few bytes that are very many when they are unpacked.
    let spaces = " ".repeat(300 * 1024 * 1024);
    let file = workbook(&[("x", format!("<worksheet>{spaces}</worksheet>"))], None);
    assert!(file.len() < 2 * 1024 * 1024);
    assert!(matches!(check(&sheet, &file), Err(SheetError::TooLarge { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_end_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        prop_assert!(check(&sheet, &bytes).is_err());
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        prop_assert!(check(&sheet, &archive).is_err());
    }

    #[test]
    fn damage_to_a_workbook_ends_without_a_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut bytes = decide_in_xlsx(&sheet);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(returned) = check(&sheet, &bytes) {
            // What still comes back says what it said.
            prop_assert!(returned.rows.iter().all(|row| row.verdict == Verdict::Keep));
        }
    }

    #[test]
    fn damage_to_its_xml_ends_without_a_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), "[<>/&;a-z0-9\"= ]{0,3}"), 1..5)) {
        let held = review(people());
        let sheet = Worksheet::of(&held, "rita").unwrap();
        let mut xml = sheet_xml(&filled(&sheet), &[]);
        for (at, text) in changes {
            let at = (0..=at.index(xml.len())).rev().find(|at| xml.is_char_boundary(*at)).unwrap_or(0);
            let end = (at + 1..=xml.len()).find(|end| xml.is_char_boundary(*end)).unwrap_or(xml.len());
            xml.replace_range(at..end, &text);
        }
        let _ = check(&sheet, &workbook(&[("x", xml)], None));
    }
}
