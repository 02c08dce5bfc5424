// SPDX-License-Identifier: GPL-3.0-or-later
// Pages in HTML.
#include "report/page.h"

#include <calfsim/version.h>
#include <stddef.h>
#include <string.h>

// clang-format off
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--soft:#5c5c5c;--faint:#d9d9d9;--paper:#fff;"
    "--wash:#eef1f4;--c0:#1f5fa8;--c1:#c04a00;--c2:#2d7d46;--c3:#7a4ba0;--c4:#8a6d00;--c5:#555}"
    "@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--soft:#a8a8a8;--faint:#444;"
    "--paper:#16181b;--wash:#262a2f;--c0:#79b0ee;--c1:#ff9a5c;--c2:#74c88e;--c3:#c7a0ea;"
    "--c4:#dcc15a;--c5:#b5b5b5}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}"
    "h1{line-height:1.2}h2{margin-top:2rem}p,figcaption{max-width:45rem}"
    "figure{margin:1.2rem 0}figcaption{color:var(--soft);font-size:.92rem}"
    "svg{width:100%;height:auto;display:block}svg text{fill:var(--ink);font:13px system-ui,sans-serif}"
    "svg .soft{fill:var(--soft)}svg .grid{stroke:var(--faint);stroke-width:1}"
    "svg .axis{stroke:var(--soft);stroke-width:1}svg .wash{fill:var(--faint)}"
    "svg .line{fill:none;stroke-width:2.2}svg .range{stroke-width:1.6}svg .band{opacity:.22;stroke:none}"
    ".c0{stroke:var(--c0);fill:var(--c0)}.c1{stroke:var(--c1);fill:var(--c1)}"
    ".c2{stroke:var(--c2);fill:var(--c2)}.c3{stroke:var(--c3);fill:var(--c3)}"
    ".c4{stroke:var(--c4);fill:var(--c4)}.c5{stroke:var(--c5);fill:var(--c5)}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.92rem}"
    "th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--faint);vertical-align:top}"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".plan td,.plan th{text-align:center;padding:.3rem .35rem;white-space:nowrap}"
    ".d{min-width:2.3rem;border:1px solid var(--faint)}.d small{font-size:.7rem;display:block;line-height:1.1}"
    ".w1{background:#4a90d91f}.w2{background:#4a90d945}.w3{background:#4a90d970}.w4{background:#4a90d99c}"
    ".caution{border-left:4px solid var(--c1);padding-left:.8rem}.soft{color:var(--soft)}"
    "pre{overflow-x:auto;background:var(--wash);padding:.8rem;font-size:.8rem}"
    "h3{margin-top:1.6rem}li{margin:.3rem 0;max-width:45rem}"
    ".switches{min-width:0;border:1px solid var(--faint);margin:1rem 0;padding:.4rem .8rem}"
    ".switches label{display:inline-block;max-width:100%;margin:.2rem 1rem .2rem 0}.chooser{display:block;margin:.4rem 0}"
    "select{font:inherit;max-width:100%;text-overflow:ellipsis}.canvas{position:relative;height:min(24rem,75vw)}"
    "@media screen and (max-width:36rem){figure{overflow-x:auto}figure svg{min-width:34rem}"
    "body{padding:.7rem}ul{padding-left:1.2rem}.plan{font-size:.74rem}.plan td,.plan th{padding:.2rem 0}"
    ".d{min-width:2rem}}"
    "@media screen{.away{display:none}}@media print{#live{display:none}}"
    ".miss{color:var(--c1);font-weight:600}.good{color:var(--c2)}"
    "footer{margin-top:3rem;color:var(--soft);font-size:.85rem}"
    "@media print{:root{--ink:#000;--soft:#444;--faint:#ccc;--paper:#fff;--wash:#f3f3f3;"
    "--c0:#1f5fa8;--c1:#c04a00;--c2:#2d7d46;--c3:#7a4ba0;--c4:#8a6d00;--c5:#555}"
    "figure,tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}"
    "table{font-size:.68rem}.plan td,.plan th{padding:.1rem .3rem}figure{margin:.6rem 0}"
    "th,td{padding:.15rem .35rem}details::details-content{content-visibility:visible;block-size:auto}"
    ".d{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "pre{white-space:pre-wrap;background:none;font-size:.55rem;line-height:1.25}}";
// clang-format on

// Bytes of the character that begins here; 0 where none does.
static size_t character(const unsigned char *text)
{
    static const unsigned lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    const size_t length = text[0] < 0x80 ? 1
        : text[0] >> 5 == 6              ? 2
        : text[0] >> 4 == 14             ? 3
        : text[0] >> 3 == 30             ? 4
                                         : 0;
    unsigned code = length == 1 ? text[0] : text[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (text[i] >> 6 != 2)
            return 0;
        code = code << 6 | (text[i] & 0x3fu);
    }
    const int whole = length > 0 && code >= lowest[length] && code <= 0x10ffff;
    const int surrogate = code >= 0xd800 && code <= 0xdfff;
    const int control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    return whole && !surrogate && !control ? length : 0;
}

void calf_page_text(FILE *out, const char *text)
{
    static const struct {
        char byte;
        const char *entity;
    } markup[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    while (*text != '\0') {
        const size_t length = character((const unsigned char *)text);
        const char *entity = length == 0 ? "\xef\xbf\xbd" : NULL;
        for (size_t i = 0; i < sizeof markup / sizeof *markup; i++)
            entity = *text == markup[i].byte ? markup[i].entity : entity;
        if (entity != NULL)
            fputs(entity, out);
        else
            fwrite(text, 1, length, out);
        text += length > 0 ? length : 1;
    }
}

static void element(FILE *out, const char *tag, const char *text)
{
    fprintf(out, "<%s>", tag);
    calf_page_text(out, text);
    fprintf(out, "</%s>\n", tag);
}

void calf_page_begin(FILE *out, const char *title, const char *what)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n" // nothing from elsewhere
          "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
        out);
    element(out, "title", title);
    fprintf(out, "<style>%s</style></head>\n<body>\n", style);
    element(out, "h1", title);
    element(out, "p", what);
}

void calf_page_end(FILE *out, const char *made_by)
{
    fprintf(out, "<footer>Made by calfsim %s: <code>", CALFSIM_VERSION);
    calf_page_text(out, made_by);
    fputs("</code>. About ordinary soreness, never a diagnosis: see a professional when soreness "
          "lasts over a week or gets worse.</footer>\n</body></html>\n",
        out);
}

void calf_page_heading(FILE *out, const char *text)
{
    element(out, "h2", text);
}

void calf_page_paragraph(FILE *out, const char *text)
{
    element(out, "p", text);
}

void calf_page_row(
    FILE *out, const char *tag, const char *const cells[], const char *const classes[], int count)
{
    fputs("<tr>", out);
    for (int i = 0; i < count; i++) {
        fprintf(out, "<%s", tag);
        if (classes != NULL && classes[i] != NULL)
            fprintf(out, " class=\"%s\"", classes[i]);
        fputc('>', out);
        calf_page_text(out, cells[i]);
        fprintf(out, "</%s>", tag);
    }
    fputs("</tr>\n", out);
}
