"""Draw the program's icon: a sheet with three verdicts.  Writes PNG, ICO (Windows) and ICNS (macOS)."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "desktop"
_PAPER, _INK, _EDGE = QColor("#ffffff"), QColor("#5b6b7c"), QColor("#1f4e79")
_VERDICTS = (QColor("#2e7d32"), QColor("#e09000"), QColor("#c62828"))


def drawn(size: int) -> Image.Image:
    """The icon at so many pixels each way, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(QPen(_EDGE, 4))
    painter.setBrush(_PAPER)
    painter.drawRoundedRect(QRectF(8, 4, 48, 56), 7, 7)
    painter.setPen(Qt.PenStyle.NoPen)
    for row, colour in enumerate(_VERDICTS):
        top = 13 + 15 * row
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(15, top, 9, 9), 2.5, 2.5)
        painter.setBrush(_INK)
        painter.drawRoundedRect(QRectF(28, top + 2, (21, 16, 19)[row], 5), 2, 2)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # it takes text, whatever its stub says
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


def main() -> None:
    """Write the three files."""
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = (16, 24, 32, 48, 64, 128, 256)
    images = [drawn(size) for size in sizes]
    images[-1].save(FOLDER / "estimator-desktop.png", optimize=True)
    images[-1].save(FOLDER / "estimator-desktop.ico", sizes=[(size, size) for size in sizes], append_images=images[:-1])
    drawn(512).save(FOLDER / "estimator-desktop.icns")
    application.quit()


if __name__ == "__main__":
    main()
