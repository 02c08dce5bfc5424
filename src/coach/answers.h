// SPDX-License-Identifier: GPL-3.0-or-later
// What a coach knows of a runner, read from a few answers.
#ifndef CALF_COACH_ANSWERS_H
#define CALF_COACH_ANSWERS_H

#include "coach/measured.h"
#include "coach/ready_plan.h"
#include "coach/usual_week.h"

#include <calfsim/status.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum calf_question_id {
#define CALF_QUESTION(id, ...) CALF_ASK_##id,
#include "coach/questions.def"
    CALF_QUESTION_COUNT
} calf_question_id;

typedef struct calf_question {
    const char *flag, *argument, *help; ///< of the command line
    const char *question; ///< on a terminal
} calf_question;

extern const calf_question calf_questions[CALF_QUESTION_COUNT];

enum { CALF_ANSWER_MAX = 100, CALF_LEGS = 2 };

/** A zeroed struct knows nothing. What is not known has no meaning. */
typedef struct calf_answers {
    bool known[CALF_QUESTION_COUNT];
    char text[CALF_QUESTION_COUNT][CALF_ANSWER_MAX + 1]; ///< as answered, without blanks around it
    int legs; ///< that were tested
    int heel_raises[CALF_LEGS]; ///< left and right, or one
    double knee_to_wall_cm;
    double ankle_deg;
    calf_strike strike;
    double weekly_km; ///< 0: does not run
    int days;
    double years;
    double race_km, race_s;
    size_t plan; ///< the choice; 0, as now, when not known
} calf_answers;

/** Reads one answer; blanks around it do not matter, and an empty text is "not known".
 *  Errors: CALF_BAD_INPUT with the answer and what is allowed; it is then not known. */
calf_status calf_answer_read(calf_answers *answers, calf_question_id question, const char *text);

/** Whether the answers agree with one another, as far as they have been asked for: up to `last`.
 *  Errors: CALF_BAD_INPUT with both. */
calf_status calf_answers_check(const calf_answers *answers, calf_question_id last);

/** Whether a question is worth asking after the answers before it. */
bool calf_question_matters(const calf_answers *answers, calf_question_id question);

/** The names allowed for an answer that is a name; NULL for other answers. */
const char *const *calf_question_choices(calf_question_id question, size_t *count);

/** Of the weaker leg. */
int calf_answers_heel_raises(const calf_answers *answers);

/** Whether the usual week is known, if only in part; and that week. */
bool calf_answers_know_week(const calf_answers *answers);
calf_usual_week calf_answers_week(const calf_answers *answers);

/** What is possible but should be looked at, one line each that begins with `before`. */
void calf_answers_doubts(const calf_answers *answers, const char *before, FILE *out);

/** The same but for the usual week and the plan. */
void calf_answers_doubts_of_runner(const calf_answers *answers, const char *before, FILE *out);

#endif
