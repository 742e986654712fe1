"""A film as a PowerPoint file: a slide with its clip for each section, and what is said as speaker notes."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Pt

from scenes.studio.pack.formats.clips import clip
from scenes.studio.pack.formats.moving import picture_at
from scenes.studio.pack.formula import LETTER, formula_markup, formula_picture
from scenes.studio.pack.packed import Packed
from scenes.studio.pack.sections import Section, sections

SHORT_SIDE = Inches(7.5)
QUALITY = 90  # of JPEG
PIXELS = 300  # an inch, of a formula
_TITLE_ONLY = 5  # of python-pptx's layouts

# As PowerPoint writes it: the film begins with the slide, so that one press shows and plays it.
_BEGINS = """
<p:seq xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" concurrent="1" nextAc="seek">
 <p:cTn id="102" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par>
  <p:cTn id="103" fill="hold">
   <p:stCondLst><p:cond delay="indefinite"/>
    <p:cond evt="onBegin" delay="0"><p:tn val="102"/></p:cond></p:stCondLst>
   <p:childTnLst><p:par><p:cTn id="104" fill="hold">
    <p:stCondLst><p:cond delay="0"/></p:stCondLst>
    <p:childTnLst><p:par>
     <p:cTn id="105" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold"
      nodeType="afterEffect">
      <p:stCondLst><p:cond delay="0"/></p:stCondLst>
      <p:childTnLst><p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr>
       <p:cTn id="106" dur="{milliseconds}" fill="hold"/><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
      </p:cBhvr></p:cmd></p:childTnLst>
     </p:cTn>
    </p:par></p:childTnLst>
   </p:cTn></p:par></p:childTnLst>
  </p:cTn>
 </p:par></p:childTnLst></p:cTn>
 <p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
 <p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
</p:seq>
"""


def pptx(packed: Packed) -> None:
    """Write the PowerPoint file."""
    deck = Presentation()
    width, height = packed.quality.width, packed.quality.height
    unit = SHORT_SIDE / min(width, height)
    deck.slide_width, deck.slide_height = Emu(round(width * unit)), Emu(round(height * unit))
    deck.core_properties.title, deck.core_properties.author = packed.own.title, ""
    deck.core_properties.language = packed.own.language
    _title(deck, packed)
    told = [list(sections(each, packed.record)) for each in packed.told]
    for number, same in enumerate(zip(*told, strict=True), 1):
        _section(deck, packed, same, packed.drafts / f"{packed.video.stem}-{number}.mp4")
    deck.save(str(packed.video.with_suffix(".pptx")))


def _title(deck: Any, packed: Packed) -> None:
    own, theme = packed.own, packed.theme
    slide = _slide(deck, packed, own.title)
    width, height = deck.slide_width, deck.slide_height
    margin = round(0.08 * width)
    heading = slide.shapes.title
    heading.left, heading.top = margin, round(0.2 * height)
    heading.width, heading.height = width - 2 * margin, round(0.28 * height)
    heading.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _write(heading, own.title, theme.text, 44)
    place = margin, round(0.52 * height)
    if markup := formula_markup(packed.record, own.language):
        content = io.BytesIO(formula_picture(markup, theme.cost, "png", ppi=PIXELS))
        shown = slide.shapes.add_picture(content, *place)
        share = min(0.5 * 72 / LETTER, (width - 2 * margin) / shown.width, 0.3 * height / shown.height)
        shown.width, shown.height = round(share * shown.width), round(share * shown.height)
        shown._element.nvPicPr.cNvPr.set("descr", own.formula)
    elif own.formula:
        _write(slide.shapes.add_textbox(*place, width - 2 * margin, 0), own.formula, theme.cost, 24)


def _section(deck: Any, packed: Packed, told: Sequence[Section], path: Path) -> None:
    """Add the slide of a section, with what is said in every language, the film's own first."""
    section = told[0]
    slide = _slide(deck, packed, section.title)
    slide.shapes.title.top = -slide.shapes.title.height  # for the outline, and for those who listen
    clip(packed.video, section.begin, section.end, path)
    poster = io.BytesIO()
    picture_at(packed.video, section.begin + 1 / packed.quality.fps).save(poster, "JPEG", quality=QUALITY)
    film = slide.shapes.add_movie(
        str(path), 0, 0, deck.slide_width, deck.slide_height, poster, mime_type="video/mp4"
    )
    film._element.nvPicPr.cNvPr.set("descr", " ".join(section.text.split("\n")))
    milliseconds = round(1000 * (section.end - section.begin))
    [played] = slide.element.xpath(".//p:timing//p:video")
    played.addprevious(parse_xml(_BEGINS.format(shape=film.shape_id, milliseconds=milliseconds)))
    slide.notes_slide.notes_text_frame.text = "\n\n".join(each.text for each in told)


def _slide(deck: Any, packed: Packed, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = RGBColor.from_string(packed.theme.background[1:])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = 0, 0, deck.slide_width, Inches(1)
    _write(heading, title, packed.theme.text, 24)
    return slide


def _write(shape: Any, text: str, color: str, points: float) -> None:
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.color.rgb = Pt(points), RGBColor.from_string(color[1:])
