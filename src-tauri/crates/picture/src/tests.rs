#![allow(clippy::unwrap_used)]
use super::*;
use image::{Frame, Rgb, RgbImage, Rgba};
use proptest::prelude::*;

/// A photograph of sorts: the left half red, the right half blue, with grain.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grain = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) as u8 % 40;
        if x < width / 2 { Rgb([215 + grain, grain, grain]) } else { Rgb([grain, grain, 215 + grain]) }
    })
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn shown(picture: &Picture) -> RgbaImage {
    let shown = image::load_from_memory(&picture.body).unwrap().into_rgba8();
    assert_eq!(shown.dimensions(), (SIDE, SIDE));
    assert_eq!(image::guess_format(&picture.body).unwrap().to_mime_type(), picture.mime);
    assert!(picture.body.len() <= MOST_BYTES);
    shown
}

fn is_red(pixel: &Rgba<u8>) -> bool {
    pixel.0[0] > 150 && pixel.0[2] < 100
}

#[test]
fn each_format_becomes_a_square_and_is_taken_again() {
    for (width, height) in [(1, 1), (16, 16), (192, 192), (300, 200), (200, 1200), (1000, 800)] {
        let picture = DynamicImage::ImageRgb8(photo(width, height));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let made = avatar(&written(&picture, format)).unwrap_or_else(|e| panic!("{format:?} {width}: {e}"));
            shown(&made);
            assert_eq!(shown(&avatar(&made.body).unwrap()).dimensions(), (SIDE, SIDE));
        }
    }
}

#[test]
fn the_middle_is_kept() {
    // A wide picture: green at both ends, which must go.
    let picture =
        RgbImage::from_fn(600, 200, |x, _| if (200..400).contains(&x) { Rgb([255, 0, 0]) } else { Rgb([0, 255, 0]) });
    let made = avatar(&written(&DynamicImage::ImageRgb8(picture), ImageFormat::Png)).unwrap();
    assert!(shown(&made).pixels().all(is_red));
}

#[test]
fn what_can_be_seen_through_stays_so_and_a_photograph_is_small() {
    let ring = RgbaImage::from_fn(400, 400, |x, y| if x > y { Rgba([0, 0, 0, 0]) } else { Rgba([9, 9, 9, 255]) });
    let made = avatar(&written(&DynamicImage::ImageRgba8(ring), ImageFormat::Png)).unwrap();
    assert_eq!(made.mime, "image/png");
    assert_eq!(shown(&made).get_pixel(190, 1).0[3], 0);
    let made = avatar(&written(&DynamicImage::ImageRgb8(photo(1200, 1200)), ImageFormat::Png)).unwrap();
    assert_eq!(made.mime, "image/jpeg");
}

/// An EXIF block that says how the camera was held, with a place beside it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend([2, 0]);
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x0E, 0x01, 2, 0, 24, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"52.5200N 13.4050E Berlin\0");
    let mut segment = vec![0xFF, 0xE1];
    let body = [b"Exif\0\0".as_slice(), &tiff].concat();
    segment.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    segment.extend(body);
    segment
}

#[test]
fn a_picture_is_turned_upright_and_says_nothing_else() {
    let plain = written(&DynamicImage::ImageRgb8(photo(400, 400)), ImageFormat::Jpeg);
    let turned = |orientation| {
        let mut file = plain.clone();
        file.splice(2..2, exif(orientation));
        avatar(&file).unwrap()
    };
    let corners = |picture: &Picture| {
        let shown = shown(picture);
        [(10, 10), (180, 10), (10, 180), (180, 180)].map(|(x, y)| is_red(shown.get_pixel(x, y)))
    };
    assert_eq!(corners(&turned(1)), [true, false, true, false]);
    assert_eq!(corners(&turned(3)), [false, true, false, true], "upside down");
    assert_eq!(corners(&turned(6)), [true, true, false, false], "a quarter to the right");
    assert_eq!(corners(&turned(8)), [false, false, true, true], "a quarter to the left");
    for picture in [turned(1), turned(6)] {
        for secret in [b"Berlin".as_slice(), b"Exif"] {
            assert!(!picture.body.windows(secret.len()).any(|w| w == secret));
        }
    }
}

#[test]
fn of_a_picture_that_moves_the_first_frame_is_taken() {
    let mut file = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut file);
    for color in [[255, 0, 0, 255], [0, 0, 255, 255]] {
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(50, 50, Rgba(color)))).unwrap();
    }
    drop(encoder);
    assert!(shown(&avatar(&file).unwrap()).pixels().all(is_red));
}

#[test]
fn what_is_no_picture_is_refused_whatever_it_is_called() {
    for bytes in [b"".as_slice(), b"\x89PNG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"just text", b"BM\0\0\0\0"]
    {
        let refused = avatar(bytes).unwrap_err();
        assert!(matches!(refused, PictureError::NotAPicture | PictureError::Cut), "{refused:?}");
    }
}

#[test]
fn a_cut_file_is_refused_wherever_it_is_cut() {
    let picture = DynamicImage::ImageRgb8(photo(120, 90));
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let whole = written(&picture, format);
        for tenth in 1..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            assert!(avatar(cut).is_err(), "{format:?} cut at {tenth} tenths");
        }
    }
}

/// A PNG that says it is `width` by `height` and holds next to nothing.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut file = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        file.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        let named = [kind.as_slice(), body].concat();
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &[0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]);
    chunk(b"IEND", b"");
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0u32.wrapping_sub(crc & 1)))
    })
}

#[test]
fn a_picture_that_would_fill_the_memory_is_refused_before_it_does() {
    for (width, height) in [(60_000, 60_000), (2_000_000_000, 1), (16_000, 16_000), (16_384, 12_000)] {
        let refused = avatar(&bomb(width, height)).unwrap_err();
        let bounded = matches!(refused, PictureError::TooMuchMemory | PictureError::TooManyPixels { .. });
        assert!(bounded, "{width} x {height}: {refused:?}");
    }
    // A GIF's canvas can be as large with a frame of one pixel.
    let mut gif = written(&DynamicImage::ImageRgb8(photo(2, 2)), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    assert!(avatar(&gif).is_err());
    assert!(matches!(avatar(&vec![0; 32 * 1024 * 1024 + 1]), Err(PictureError::FileTooLarge)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Any bytes behind any beginning: an avatar or an error, never a panic.
    #[test]
    fn random_bytes(start in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 5] = [b"", b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8L"];
        let file = [starts[start], &bytes].concat();
        if let Ok(made) = avatar(&file) {
            shown(&made);
        }
    }

    /// A good file with some bytes changed.
    #[test]
    fn damaged_files(format in 0usize..4, hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP][format];
        let mut file = written(&DynamicImage::ImageRgb8(photo(40, 30)), format);
        for (at, byte) in hits {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Ok(made) = avatar(&file) {
            shown(&made);
        }
    }
}
