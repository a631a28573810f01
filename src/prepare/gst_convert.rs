//! From a decoder's pictures to 8-bit 4:2:0 that means the same: what GStreamer converts, and what
//! our own code does.

use gstreamer as gst;
use gstreamer_video::{
    VideoChromaSite, VideoColorMatrix, VideoColorPrimaries, VideoColorRange, VideoFormat,
    VideoFrameExt as _, VideoFrameRef, VideoInfo, VideoTransferFunction,
};

use super::depth::Dither;
use super::tone::{ToneMap, Transfer};
use crate::rendition::planar::Planar;
use crate::rendition::{Colour, Matrix, Range, Siting};

/// What becomes of a picture.
enum Treatment {
    /// 8-bit Y′CbCr stays as it is.
    Keep,
    /// Deeper Y′CbCr is dithered.
    Dither(u32),
    /// R′G′B′ becomes BT.709, tone-mapped where need be.
    Rgb(Option<ToneMap>),
}

/// How the pictures of one file are converted, decided at its first.
pub struct Conversion {
    treatment: Treatment,
    dither: Dither,
    /// What to ask of GStreamer.
    pub caps: gst::Caps,
    /// Width and height before any turn.
    pub size: (u32, u32),
    /// Shape of a pixel before any turn.
    pub pixel_aspect: (u32, u32),
    /// The colour of the converted pictures.
    pub colour: Colour,
    /// Fields must be made into frames first.
    pub interlaced: bool,
    /// What is changed, each a sentence.
    pub changes: Vec<String>,
}

impl Conversion {
    /// Decides from what the decoder says of its pictures. `untagged` where the file does not tell
    /// its colours, and the decoder assumed them; `sited` where it tells the place of its chroma.
    pub fn plan(info: &VideoInfo, untagged: bool, sited: bool) -> Self {
        let (width, height) = (info.width(), info.height());
        let mut changes = Vec::new();
        let colorimetry = info.colorimetry();
        let transfer = match colorimetry.transfer() {
            VideoTransferFunction::Smpte2084 => Transfer::Pq,
            VideoTransferFunction::AribStdB67 => Transfer::Hlg,
            _ => Transfer::Sdr,
        };
        let wide = colorimetry.primaries() == VideoColorPrimaries::Bt2020;
        let bits = info.format_info().depth().iter().copied().max().unwrap_or(8);
        let through_rgb = info.is_rgb() || info.is_gray() || info.has_alpha();
        let mut colour = Colour::default();
        let mut caps = gst::Caps::builder("video/x-raw")
            .field("width", width as i32)
            .field("height", height as i32)
            .field("pixel-aspect-ratio", info.par());
        let treatment = if through_rgb || wide || transfer != Transfer::Sdr {
            if info.is_rgb() {
                changes.push("RGB was converted to BT.709, limited range.".to_owned());
            }
            if info.has_alpha() {
                changes.push("Transparent parts were laid over black.".to_owned());
            }
            let tone = (wide || transfer != Transfer::Sdr).then(|| ToneMap::new(transfer, wide));
            changes.extend(tone.as_ref().map(|tone| tone.sentence().to_owned()));
            caps = caps.field("format", VideoFormat::Argb64Le.to_str());
            Treatment::Rgb(tone)
        } else {
            let subsampled =
                info.format_info().w_sub()[1] == 1 && info.format_info().h_sub()[1] == 1;
            let site = info.chroma_site();
            colour = Colour {
                matrix: matrix(info, untagged, &mut changes),
                range: match colorimetry.range() {
                    VideoColorRange::Range0_255 => Range::Full,
                    _ => Range::Limited,
                },
                siting: if subsampled && sited { siting(site) } else { Siting::Left },
            };
            // The very words of the input, so that nothing is converted that need not be.
            let same = matches!(
                colorimetry.matrix(),
                VideoColorMatrix::Bt601 | VideoColorMatrix::Bt709 | VideoColorMatrix::Bt2020
            );
            let full = if colour.range == Range::Full { 1 } else { 2 };
            let words = if same { colorimetry.to_string() } else { format!("{full}:3:5:1") };
            caps = caps.field("colorimetry", words);
            let known = subsampled && !site.is_empty();
            let site = if known { site.to_str().to_string() } else { "mpeg2".to_owned() };
            caps = caps.field("chroma-site", site);
            if !subsampled {
                changes.push("Colour was reduced to 4:2:0.".to_owned());
            }
            let (format, treatment) = match bits {
                0..=8 => (VideoFormat::I420, Treatment::Keep),
                9..=10 => (VideoFormat::I42010le, Treatment::Dither(10)),
                _ => (VideoFormat::I42012le, Treatment::Dither(12)),
            };
            caps = caps.field("format", format.to_str());
            treatment
        };
        if bits > 8 {
            changes.push(format!("{bits} bits were dithered to 8."));
        }
        let interlaced = info.is_interlaced();
        if interlaced {
            changes.push("Interlaced fields were made into frames.".to_owned());
        }
        let part = |value: i32| u32::try_from(value).unwrap_or(1).max(1);
        let pixel_aspect = (part(info.par().numer()), part(info.par().denom()));
        Self {
            treatment,
            dither: Dither::default(),
            caps: caps.build(),
            size: (width, height),
            pixel_aspect,
            colour,
            interlaced,
            changes,
        }
    }

    /// One converted picture; none where the buffer is not what was asked for.
    pub fn apply(&self, buffer: &gst::BufferRef, info: &VideoInfo) -> Option<Planar> {
        let frame = VideoFrameRef::from_buffer_ref_readable(buffer, info).ok()?;
        let size = self.size;
        if (info.width(), info.height()) != size {
            return None;
        }
        let strides = frame.plane_stride();
        let stride = |plane: usize| usize::try_from(*strides.get(plane)?).ok();
        if let Treatment::Rgb(tone) = &self.treatment {
            let data = frame.plane_data(0).ok()?;
            return self.dither.from_argb64(data, stride(0)?, size, tone.as_ref());
        }
        let each = if matches!(self.treatment, Treatment::Keep) { 1 } else { 2 };
        let (w, h) = (size.0 as usize, size.1 as usize);
        let chroma = (w.div_ceil(2), h.div_ceil(2));
        let mut packed = Vec::with_capacity(Planar::bytes(size.0, size.1) * each);
        for (plane, (w, h)) in [(w, h), chroma, chroma].into_iter().enumerate() {
            let data = frame.plane_data(plane as u32).ok()?;
            for y in 0..h {
                packed.extend_from_slice(data.get(y * stride(plane)?..)?.get(..w * each)?);
            }
        }
        match self.treatment {
            Treatment::Dither(bits) => {
                self.dither.planes(&packed, size, bits, self.colour.range == Range::Full)
            }
            _ => Planar::new(size.0, size.1, packed),
        }
    }
}

fn matrix(info: &VideoInfo, untagged: bool, changes: &mut Vec<String>) -> Matrix {
    // As GStreamer does: high definition is BT.709, standard definition BT.601.
    let by_size = if info.height() > 576 { Matrix::Bt709 } else { Matrix::Bt601 };
    let matrix = match info.colorimetry().matrix() {
        VideoColorMatrix::Bt601 => Matrix::Bt601,
        VideoColorMatrix::Bt709 => Matrix::Bt709,
        VideoColorMatrix::Bt2020 => Matrix::Bt2020,
        VideoColorMatrix::Unknown => by_size,
        other => {
            changes.push(format!("The matrix {other:?} was converted to BT.709."));
            Matrix::Bt709
        }
    };
    if untagged && matrix == by_size {
        let name = if matrix == Matrix::Bt709 { "BT.709" } else { "BT.601" };
        changes.push(format!(
            "The file does not tell its colour matrix; {name} was assumed from its height."
        ));
    }
    matrix
}

fn siting(site: VideoChromaSite) -> Siting {
    match (site.contains(VideoChromaSite::H_COSITED), site.contains(VideoChromaSite::V_COSITED)) {
        _ if site.is_empty() => Siting::Left,
        (true, true) => Siting::TopLeft,
        (true, false) => Siting::Left,
        (false, _) => Siting::Centre,
    }
}
