"""What is painted for which produce: the first word found in its name decides."""

from PIL import Image

from cms.pages.demo.drawing import hillside, kitchen, orchard, plot
from cms.pages.demo.drawing.recipes import Motif
from cms.pages.demo.drawing.scene import Scene

MOTIFS = [*kitchen.MOTIFS, *orchard.MOTIFS, *plot.MOTIFS, *hillside.MOTIFS]


def motif_of(name_zh: str) -> Motif:
    return next(motif for word, motif in MOTIFS if word in name_zh)


def picture_of(name_zh: str, *, seed: str) -> Image.Image:
    """A still life of the produce, the same on each run for the same seed."""
    motif = motif_of(name_zh)
    scene = Scene(f"{name_zh} {seed}", paper=motif.paper, cloth=motif.cloth)
    motif.paint(scene)
    return scene.finished()
