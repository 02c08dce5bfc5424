// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of a result says in words.
#include "core/number.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/sentence.h"
#include "report/text.h"
#include "report/verdict.h"

#include <calfsim/parameters.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE = 1200, BAND = 200 };

static void write_item(FILE *out, const char *text)
{
    fputs("<li>", out);
    calf_page_text(out, text);
    fputs("</li>\n", out);
}

// The share of runners that the rule on seeing a professional is about.
static void say_professional(calf_sentence *into, const calf_page_facts *facts)
{
    char band[BAND];
    const calf_band share = calf_page_outcome(facts, 0, CALF_OUTCOME_see_professional);
    if (facts->result->runners == 1) {
        if (share.mean > 0)
            calf_say(into,
                " In %.0f of %zu worlds soreness lasts more than seven mornings in a row at some "
                "time, when a professional should look.",
                share.mean * (double)facts->result->worlds, facts->result->worlds);
        return;
    }
    calf_say(into,
        " Of 100 runners %s are sore for more than seven mornings in a row at some time, when a "
        "professional should look.",
        calf_text_band(band, sizeof band, &share, 100, 0));
}

void calf_page_write_short(const calf_page_facts *facts, FILE *out)
{
    char text[SENTENCE], band[BAND];
    calf_sentence into = {text, sizeof text, 0};
    const calf_result *result = facts->result;
    const calf_band sore = calf_page_outcome(facts, 0, CALF_OUTCOME_sore_days);
    calf_page_heading(out, "In short");
    text[0] = '\0';
    calf_say(&into, "Under '%s' %s has %s sore mornings a week.", result->strategies[0],
        result->runners > 1 ? "the mean runner" : "the runner",
        calf_text_band(band, sizeof band, &sore, 1, 1));
    say_professional(&into, facts);
    calf_page_paragraph(out, text);
    fputs("<ul class=\"verdicts\">\n", out);
    for (size_t s = 1; s < result->strategy_count; s++) {
        calf_verdict(
            &facts->rows[s], result->strategies[s], result->strategies[0], text, sizeof text);
        write_item(out, text);
    }
    fputs("</ul>\n", out);
    if (result->worlds > 1)
        calf_page_paragraph(out,
            "In brackets, here and below: where nine of ten worlds lie. A world is one way in which "
            "what science does not know may be.");
    else
        calf_page_paragraph(out, calf_verdict_one_world);
    fputs("<p class=\"caution\">", out);
    calf_page_text(out, calf_verdict_caution);
    fputs("</p>\n", out);
}

static void write_parameter(FILE *out, const char *value, const calf_parameter_info *info)
{
    const char *const cells[] = {info->name, value, info->unit, info->meaning};
    static const char *const classes[] = {NULL, "n", NULL, NULL};
    calf_page_row(out, "td", cells, classes, 4);
}

static void write_parameters(FILE *out, const calf_population_spec *who)
{
    static const char *const heads[] = {"parameter", "value", "unit", "meaning"};
    char text[128], a[CALF_NUMBER_TEXT], b[CALF_NUMBER_TEXT], low[CALF_NUMBER_TEXT],
        high[CALF_NUMBER_TEXT];
    int rows = 0;
    for (int p = 0; p < CALF_PARAMETER_COUNT; p++) {
        const calf_parameter_info *info = calf_parameter_describe((calf_parameter_id)p);
        if (!who->is_set[p] && !who->is_varied[p])
            continue;
        if (rows++ == 0) {
            fputs("<div class=\"scroll\"><table>\n", out);
            calf_page_row(out, "th", heads, NULL, 4);
        }
        if (who->is_set[p]) {
            write_parameter(out, calf_number_text(who->set[p], a), info);
            continue;
        }
        const calf_distribution *of = &who->drawn_from[p];
        snprintf(text, sizeof text, "%s %s, %s; %s to %s", calf_shape_name(of->shape),
            calf_number_text(of->a, a), calf_number_text(of->b, b), calf_number_text(of->low, low),
            calf_number_text(of->high, high));
        write_parameter(out, text, info);
    }
    fputs(rows > 0 ? "</table></div>\n" : "", out);
    calf_page_paragraph(out,
        rows > 0
            ? "All else differs between the runners as it does between people: 'calfsim params' has "
              "every parameter with its source."
            : "Nothing is known of them in particular: they differ as people do ('calfsim params' has "
              "every parameter with its source).");
}

void calf_page_write_who(const calf_page_facts *facts, FILE *out)
{
    char text[SENTENCE];
    const calf_result *result = facts->result;
    calf_sentence into = {text, sizeof text, 0};
    text[0] = '\0';
    calf_page_heading(out, "Who runs");
    calf_say(&into, "%" PRIu64 " virtual runner%s%s%zu world%s", result->runners,
        result->runners == 1 ? "" : "s", result->worlds > 1 ? " in each of " : " in ",
        result->worlds, result->worlds == 1 ? "" : "s");
    if (result->history_days > 0)
        calf_say(
            &into, ", each after %d days of training before the first day.", result->history_days);
    else
        calf_say(&into, ", who begin without any training before the first day.");
    calf_say(&into,
        " Every runner lives every strategy, so that strategies are compared by the same people.");
    if (result->cohort)
        calf_say(&into,
            " They were given (a cohort): what its columns do not name is the same for all.");
    calf_page_paragraph(out, text);
    if (facts->experiment != NULL)
        write_parameters(out, &facts->experiment->population);
}

void calf_page_write_watch(FILE *out)
{
    calf_page_heading(out, "What to watch for");
    calf_page_paragraph(out,
        "Ordinary soreness comes within a day or two of a run, on both sides, and goes within days. A "
        "doctor or physiotherapist should look at a calf that");
    fputs("<ul>\n", out);
    write_item(out, "is sore for longer than a week, or gets worse after the third day;");
    write_item(
        out, "hurts at night, at rest, on the bone, or on one side at always the same place;");
    write_item(out, "hurt suddenly, with a snap or a stab, or is bruised, or cannot push off;");
    write_item(out, "is stiff at the tendon every morning for over a week.");
    fputs("</ul>\n<p class=\"caution\">", out);
    calf_page_text(out,
        "At once, as an emergency: one calf that swells, is warm or red without a reason; a calf that "
        "is hard and hurts out of all proportion, or a foot that is numb or weak; very sore muscles "
        "with dark urine; fever with a hot calf.");
    fputs("</p>\n", out);
}

// How far chance may have moved the sore days of the first strategy, and whether that is little.
static void say_chance(calf_sentence *into, const calf_page_facts *facts)
{
    const calf_band sore = calf_page_outcome(facts, 0, CALF_OUTCOME_sore_days);
    char number[40];
    if (facts->result->worlds > 1 && !isnan(sore.error))
        calf_say(into,
            "Another draw of as many runners and worlds would move the mean of sore mornings by "
            "about %s a week. ",
            calf_text_number(number, sizeof number, sore.error, 2));
    for (size_t s = 1; s < facts->result->strategy_count; s++)
        if (calf_page_tells(facts, s) == 0 &&
            facts->rows[s].outcome[CALF_OUTCOME_sore_days].lower.mean > 0) {
            calf_say(into,
                "Where the table says \"cannot tell\", more runners and worlds would: see 'calfsim "
                "compare'.");
            break;
        }
}

void calf_page_write_unsure(const calf_page_facts *facts, FILE *out)
{
    char text[SENTENCE];
    calf_sentence into = {text, sizeof text, 0};
    text[0] = '\0';
    calf_page_heading(out, "What is uncertain");
    fputs("<ul>\n", out);
    write_item(out,
        "How sore is far less sure than which way is sorer: the scale rests on few studies and moves "
        "all strategies together.");
    write_item(out,
        "Runners differ more than strategies do. Among runners as here, what helps most may help this "
        "one little; the shares of runners who gain say how often.");
    write_item(out,
        "What is not in the equations is in no band: sleep, illness, shoes, surfaces, other sports, "
        "age, earlier injuries. Runs downhill make people sorer than here.");
    say_chance(&into, facts);
    if (text[0] != '\0')
        write_item(out, text);
    fputs("</ul>\n", out);
    calf_page_paragraph(out,
        "'calfsim validate' sets the model beside published results and shows where it misses them; "
        "'calfsim sensitivity' says what an answer hangs on.");
}

// What the result says of the run that made it; results always do.
static void say_provenance(calf_sentence *into, const calf_result *result)
{
    char *version = NULL, *finished = NULL, *command = NULL;
    if (calf_result_provenance(result, "version", &version) == CALF_OK &&
        calf_result_provenance(result, "finished", &finished) == CALF_OK &&
        calf_result_provenance(result, "command", &command) == CALF_OK)
        calf_say(
            into, " The run was finished on %s by calfsim %s: %s.", finished, version, command);
    free(version);
    free(finished);
    free(command);
}

void calf_page_write_made(const calf_page_facts *facts, FILE *out)
{
    const calf_result *result = facts->result;
    char text[SENTENCE];
    calf_sentence into = {text, sizeof text, 0};
    calf_page_heading(out, "How this page was made");
    text[0] = '\0';
    calf_say(&into,
        "From %s: seed %" PRIu64 ", experiment %s. The same program and experiment give the same "
        "numbers, on any machine and however many threads.",
        result->path, result->seed, result->experiment_hash);
    say_provenance(&into, result);
    calf_page_paragraph(out, text);
    fputs("<details><summary>experiment, every default written out</summary><pre>", out);
    for (const char *line = result->experiment; *line != '\0';) {
        const size_t length = strcspn(line, "\n");
        char piece[512];
        for (size_t at = 0; at < length;) { // in pieces that end between characters
            size_t size = length - at < sizeof piece - 1 ? length - at : sizeof piece - 1;
            while (
                at + size < length && ((unsigned char)line[at + size] & 0xc0) == 0x80 && size > 1)
                size--;
            memcpy(piece, line + at, size);
            piece[size] = '\0';
            calf_page_text(out, piece);
            at += size;
        }
        fputc('\n', out);
        line += length + (line[length] == '\n');
    }
    fputs("</pre></details>\n", out);
}
