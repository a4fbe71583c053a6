"""The one style of the pages, and the policy by which a browser takes this style and nothing else.

Light and dark, high contrast, forced colours and paper are all served. Text and background differ by at least 7 to 1 (WCAG 2.2, AAA).
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STILE = """
:root{color-scheme:light dark;--fondo:#fff;--testo:#1a1a1a;--tenue:#444;--linea:#767676;--fascia:#f2f4f7;--link:#003d80}
@media (prefers-color-scheme:dark){:root{--fondo:#14171a;--testo:#f0f0f0;--tenue:#c8c8c8;--linea:#8d8d8d;--fascia:#20262c;--link:#9ecbff}}
@media (prefers-contrast:more){:root{--fondo:#fff;--testo:#000;--tenue:#000;--linea:#000;--fascia:#fff;--link:#00008b}}
@media (prefers-contrast:more) and (prefers-color-scheme:dark){:root{--fondo:#000;--testo:#fff;--tenue:#fff;--linea:#fff;--fascia:#000;--link:#ff0}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--fondo);color:var(--testo);overflow-wrap:break-word;
font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.3rem;margin:1.5rem 0 .5rem;border-bottom:2px solid var(--linea)}
h3,h4,h5,h6{font-size:1.1rem;margin:1rem 0 .25rem}
a{color:var(--link)}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.salta{position:absolute;left:-100rem}
.salta:focus{position:static}
.nascosto{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.25rem 1rem;margin:0}
dt{font-weight:600;color:var(--tenue)}
dd{margin:0;unicode-bidi:isolate;overflow-wrap:anywhere}
nav ol{columns:18rem;margin:0}
header,footer,nav{background:var(--fascia);border:1px solid var(--linea);padding:0 1rem 1rem;margin-bottom:1rem}
.scorri{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;min-width:100%}
caption{text-align:start;font-weight:600;padding:.25rem 0}
th,td{border:1px solid var(--linea);padding:.25rem .5rem;text-align:start;vertical-align:top}
thead th,tfoot th{background:var(--fascia)}
pre{white-space:pre-wrap}
img{max-width:100%;height:auto}
.b{font-weight:700}
.i{font-style:italic}
.u{text-decoration:underline}
.a-center{text-align:center}
.a-right{text-align:end}
.didascalia{font-weight:600}
.avviso,.immagine{color:var(--tenue);font-style:italic}
.nota{border-inline-start:3px solid var(--linea);padding-inline-start:.5rem}
@media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{body{max-width:none;padding:0;font-size:10pt}nav,.salta{display:none}header,footer{border:0;padding:0}.scorri{overflow:visible}
h2,h3,h4{break-after:avoid}tr,dt,img{break-inside:avoid}thead{display:table-header-group}a[href^=http]::after{content:" (" attr(href) ")"}}
@media (forced-colors:active){table,th,td,header,footer,nav{border-color:CanvasText}}
""".strip()

_IMPRONTA = b64encode(sha256(STILE.encode()).digest()).decode()


def politica(*, immagini: bool) -> str:
    """The content security policy of a page: our style by its hash, images only where the page itself holds some, nothing else at all."""
    held = "; img-src data:" if immagini else ""
    return f"default-src 'none'; style-src 'sha256-{_IMPRONTA}'{held}; base-uri 'none'; form-action 'none'"
