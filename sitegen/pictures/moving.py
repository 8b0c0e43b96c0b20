"""Moving pictures: frames are decoded and cut one after another while they are encoded.

All at once they took a gigabyte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PIL import Image, ImageSequence

FRAME_MILLISECONDS = 100  # that a frame stands where it does not say how long


class Frame(Image.Image):
    """One frame, whose pixels are there from when an encoder asks for them to the next one's.

    An encoder of Pillow takes the frames in their order, and each by `seek(0)`.
    """

    def __init__(self, size: tuple[int, int], show: Callable[[Frame], None]) -> None:
        super().__init__()
        self._mode = "RGBA"
        self._size = size
        self._show = show
        self._is_over = False  # it was shown: encoders come back to the first when all is done

    def seek(self, frame: int) -> None:
        if frame:
            raise EOFError("this is one frame")
        if not self._is_over:
            self._is_over = True
            self._show(self)


def frames_of(
    source: Image.Image, size: tuple[int, int], cut: Callable[[Image.Image], Image.Image]
) -> tuple[list[Frame], list[int]]:
    """Return the frames of a moving picture, and for how many milliseconds each stands.

    Args:
        size: of the frames that `cut` makes of those of the source.

    Returns:
        Both lists at once; the second is filled while the frames of the first are shown.
    """
    durations: list[int] = []
    last: list[Frame] = []  # the frame that is shown
    pictures: Iterator[Image.Image] = iter(ImageSequence.Iterator(source))

    def show(frame: Frame) -> None:
        picture = next(pictures)
        pixels = cut(picture)
        # Only now: a WebP frame says how long it stands once it is loaded.
        milliseconds = int(picture.info.get("duration", FRAME_MILLISECONDS))
        durations.append(milliseconds or FRAME_MILLISECONDS)
        if last:
            last.pop().im = Image.new("RGBA", (1, 1)).im
        frame.im = pixels.im
        last.append(frame)

    frames = [Frame(size, show) for _ in range(int(getattr(source, "n_frames", 1)))]
    frames[0].seek(0)
    return frames, durations
