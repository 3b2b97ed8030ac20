//! What can be wrong with a picture, and what to do.

use image::ImageError;

/// Why a file cannot be an avatar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More bytes than are looked at.
    #[error("the file has more than {} MiB: save the picture smaller", crate::MOST_FILE_BYTES / 1024 / 1024)]
    FileTooLarge,
    /// None of the four kinds of pictures.
    #[error("the file is no PNG, JPEG, GIF or WebP: save the picture as one of these")]
    NotAPicture,
    /// More pixels than are decoded.
    #[error("the picture has {width} x {height} pixels, which is too much: save it with 4000 a side or less")]
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The picture takes more memory than is given.
    #[error("the picture takes too much memory: save it smaller")]
    TooMuchMemory,
    /// The end is missing.
    #[error("the picture is cut off: copy or download it again")]
    Cut,
    /// Something in it is wrong.
    #[error("the picture is damaged: open and save it anew, or take another")]
    Damaged,
}

impl PictureError {
    /// The decoder's own words are for programmers.
    pub(crate) fn from_image(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooMuchMemory,
            ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Self::Cut,
            ImageError::Unsupported(_) => Self::NotAPicture,
            _ => Self::Damaged,
        }
    }
}
