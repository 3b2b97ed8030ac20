//! A picture from a file as an avatar: decoded within bounds, cropped to its
//! middle, resized, and written anew, so that nothing of the file but what one
//! sees is left (no place, no camera, no date, no thumbnail, no colour
//! profile). Bytes in, bytes out: no file is read here.
//!
//! A crate of its own, since decoders of files that anyone may hand in belong
//! beside nothing that holds keys or speaks SQL.

mod error;
mod jpeg;

pub use error::PictureError;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage};
use std::io::Cursor;

/// Pixels of a side (GitLab's ideal size of an avatar, and its limit on GitLab.com).
pub const SIDE: u32 = 192;
/// The most bytes of an avatar (GitLab's limit).
pub const MOST_BYTES: usize = 200 * 1024;
/// The most bytes of a file that is looked at: more than a camera's JPEG has.
pub const MOST_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// The most pixels of a side of a picture that is decoded.
const MOST_SIDE: u32 = 16_384;
/// The most bytes of a decoded picture: 50 megapixels of three bytes.
const MOST_DECODED: u64 = 192 * 1024 * 1024;
/// Enlarged or reduced in one step within this factor; beyond, reduced by
/// averaging first, which is quick and takes no memory.
const STEP: u32 = 4;
/// Good enough that nobody sees it at this size.
const JPEG_QUALITY: u8 = 90;

/// An avatar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/png` or `image/jpeg`.
    pub mime: &'static str,
    /// Its bytes, at most [`MOST_BYTES`].
    pub body: Vec<u8>,
}

/// Makes an avatar of a picture: PNG, JPEG, GIF or WebP, told by its first
/// bytes whatever the file is called; the first frame of one that moves;
/// upright if the camera said how it was held.
///
/// # Errors
/// Says what is wrong with it and what to do.
pub fn avatar(bytes: &[u8]) -> Result<Picture, PictureError> {
    if bytes.len() as u64 > MOST_FILE_BYTES {
        return Err(PictureError::FileTooLarge);
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP)) => format,
        _ => return Err(PictureError::NotAPicture),
    };
    if format == ImageFormat::Jpeg && !jpeg::is_whole(bytes) {
        return Err(PictureError::Cut);
    }
    let (decoded, orientation) = decode(bytes, format)?;
    let mut square = square(&decoded)?;
    drop(decoded);
    // After the crop, since the middle is the middle however it is turned.
    square.apply_orientation(orientation);
    encode(&square.into_rgba8())
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), PictureError> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(PictureError::from_image)?;
    let (width, height) = decoder.dimensions();
    if width > MOST_SIDE || height > MOST_SIDE || decoder.total_bytes() > MOST_DECODED {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged);
    }
    // A damaged note on how the camera was held is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(PictureError::from_image)?;
    Ok((decoded, orientation))
}

/// The middle of a picture, [`SIDE`] by [`SIDE`].
fn square(picture: &DynamicImage) -> Result<DynamicImage, PictureError> {
    let (width, height) = (picture.width(), picture.height());
    let side = width.min(height);
    if side == 0 {
        return Err(PictureError::Damaged);
    }
    let middle = imageops::crop_imm(picture, (width - side) / 2, (height - side) / 2, side, side);
    let resized = if side > SIDE * STEP {
        let reduced = imageops::thumbnail(&*middle, SIDE * STEP, SIDE * STEP);
        imageops::resize(&reduced, SIDE, SIDE, FilterType::Lanczos3)
    } else {
        imageops::resize(&*middle, SIDE, SIDE, FilterType::Lanczos3)
    };
    Ok(DynamicImage::ImageRgba8(resized))
}

/// What can be seen through stays PNG; of the others the smaller is taken:
/// drawings are smaller as PNG, photographs as JPEG.
fn encode(picture: &RgbaImage) -> Result<Picture, PictureError> {
    let mut png = Vec::new();
    let opaque = picture.pixels().all(|p| p.0[3] == u8::MAX);
    let rgb = DynamicImage::ImageRgba8(picture.clone()).into_rgb8();
    let (raw, color) =
        if opaque { (rgb.as_raw(), ExtendedColorType::Rgb8) } else { (picture.as_raw(), ExtendedColorType::Rgba8) };
    PngEncoder::new_with_quality(&mut png, CompressionType::Best, PngFilter::Adaptive)
        .write_image(raw, SIDE, SIDE, color)
        .map_err(PictureError::from_image)?;
    let mut best = Picture { mime: "image/png", body: png };
    if opaque {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
            .write_image(rgb.as_raw(), SIDE, SIDE, ExtendedColorType::Rgb8)
            .map_err(PictureError::from_image)?;
        if jpeg.len() < best.body.len() {
            best = Picture { mime: "image/jpeg", body: jpeg };
        }
    }
    // Even noise stays below: 192 x 192 x 4 bytes are 144 KiB.
    if best.body.len() > MOST_BYTES { Err(PictureError::Damaged) } else { Ok(best) }
}

#[cfg(test)]
mod tests;
