// SPDX-License-Identifier: GPL-3.0-or-later
// The dictionaries of exports, and the form in which names are compared.
#include "logs/label.h"

#include "logs/utf8.h"

#include <string.h>

enum { LABEL_TEXT = 256 };

/* Names of columns as Strava and Garmin Connect write them in en, de, es, fr, it, nl and pt, old
 * and new ones. Names that several exports use mean the same in all of them. */
static const struct column_name {
    const char *name;
    calf_column column;
} column_names[] = {
    // the diary
    {"km", CALF_COLUMN_KM},
    {"minutes", CALF_COLUMN_MINUTES},
    {"hour", CALF_COLUMN_HOUR},
    {"treadmill", CALF_COLUMN_TREADMILL},
    {"climb", CALF_COLUMN_CLIMB},
    {"note", CALF_COLUMN_NOTE},
    {"soreness left", CALF_COLUMN_SORE_LEFT},
    {"soreness_left", CALF_COLUMN_SORE_LEFT},
    {"soreness right", CALF_COLUMN_SORE_RIGHT},
    {"soreness_right", CALF_COLUMN_SORE_RIGHT},
    // Runkeeper
    {"distance (km)", CALF_COLUMN_DISTANCE},
    {"distance (mi)", CALF_COLUMN_DISTANCE},
    {"climb (m)", CALF_COLUMN_CLIMB},
    {"climb (ft)", CALF_COLUMN_CLIMB},
    {"route name", CALF_COLUMN_TITLE},
    {"notes", CALF_COLUMN_NOTE},
    // en
    {"activity id", CALF_COLUMN_ID},
    {"id", CALF_COLUMN_ID},
    {"activity date", CALF_COLUMN_DATE},
    {"date", CALF_COLUMN_DATE},
    {"start", CALF_COLUMN_DATE},
    {"start time", CALF_COLUMN_DATE},
    {"activity name", CALF_COLUMN_TITLE},
    {"name", CALF_COLUMN_TITLE},
    {"title", CALF_COLUMN_TITLE},
    {"activity type", CALF_COLUMN_TYPE},
    {"type", CALF_COLUMN_TYPE},
    {"activity description", CALF_COLUMN_NOTE},
    {"description", CALF_COLUMN_NOTE},
    {"distance", CALF_COLUMN_DISTANCE},
    {"elapsed time", CALF_COLUMN_ELAPSED},
    {"elapsed_time", CALF_COLUMN_OLD_ELAPSED},
    {"moving time", CALF_COLUMN_MOVING},
    {"timer time", CALF_COLUMN_TIMER},
    {"time", CALF_COLUMN_TIMER},
    {"duration", CALF_COLUMN_TIMER},
    {"avg pace", CALF_COLUMN_PACE},
    {"avg speed(avg pace)", CALF_COLUMN_PACE},
    {"elevation gain", CALF_COLUMN_CLIMB},
    {"total ascent", CALF_COLUMN_CLIMB},
    {"elev gain", CALF_COLUMN_CLIMB},
    {"elevation loss", CALF_COLUMN_DESCENT},
    {"total descent", CALF_COLUMN_DESCENT},
    {"average cadence", CALF_COLUMN_CADENCE},
    {"avg run cadence", CALF_COLUMN_CADENCE},
    {"avg stride length", CALF_COLUMN_STRIDE},
    {"perceived exertion", CALF_COLUMN_EXERTION},
    {"filename", CALF_COLUMN_FILE},
    // de
    {"aktivitäts-id", CALF_COLUMN_ID},
    {"aktivitätsdatum", CALF_COLUMN_DATE},
    {"datum", CALF_COLUMN_DATE},
    {"startzeit", CALF_COLUMN_DATE},
    {"name der aktivität", CALF_COLUMN_TITLE},
    {"aktivitätsname", CALF_COLUMN_TITLE},
    {"titel", CALF_COLUMN_TITLE},
    {"aktivitätsart", CALF_COLUMN_TYPE},
    {"aktivitätstyp", CALF_COLUMN_TYPE},
    {"aktivitätsbeschreibung", CALF_COLUMN_NOTE},
    {"distanz", CALF_COLUMN_DISTANCE},
    {"verstrichene zeit", CALF_COLUMN_ELAPSED},
    {"bewegungszeit", CALF_COLUMN_MOVING},
    {"zeit", CALF_COLUMN_TIMER},
    {"ø pace", CALF_COLUMN_PACE},
    {"höhenzunahme", CALF_COLUMN_CLIMB},
    {"anstieg gesamt", CALF_COLUMN_CLIMB},
    {"positiver höhenunterschied", CALF_COLUMN_CLIMB},
    {"höhenunterschied", CALF_COLUMN_DESCENT},
    {"abstieg gesamt", CALF_COLUMN_DESCENT},
    {"negativer höhenunterschied", CALF_COLUMN_DESCENT},
    {"durchschnittliche trittfrequenz", CALF_COLUMN_CADENCE},
    {"ø schrittfrequenz (laufen)", CALF_COLUMN_CADENCE},
    {"ø schrittlänge", CALF_COLUMN_STRIDE},
    {"gefühlte anstrengung", CALF_COLUMN_EXERTION},
    {"dateiname", CALF_COLUMN_FILE},
    // es
    {"id de actividad", CALF_COLUMN_ID},
    {"fecha de la actividad", CALF_COLUMN_DATE},
    {"fecha", CALF_COLUMN_DATE},
    {"nombre de la actividad", CALF_COLUMN_TITLE},
    {"título", CALF_COLUMN_TITLE},
    {"tipo de actividad", CALF_COLUMN_TYPE},
    {"descripción de la actividad", CALF_COLUMN_NOTE},
    {"distancia", CALF_COLUMN_DISTANCE},
    {"tiempo transcurrido", CALF_COLUMN_ELAPSED},
    {"tiempo en movimiento", CALF_COLUMN_MOVING},
    {"tiempo", CALF_COLUMN_TIMER},
    {"ritmo medio", CALF_COLUMN_PACE},
    {"desnivel positivo", CALF_COLUMN_CLIMB},
    {"ascenso total", CALF_COLUMN_CLIMB},
    {"desnivel negativo", CALF_COLUMN_DESCENT},
    {"descenso total", CALF_COLUMN_DESCENT},
    {"cadencia media", CALF_COLUMN_CADENCE},
    {"cadencia promedio", CALF_COLUMN_CADENCE},
    {"cadencia de carrera media", CALF_COLUMN_CADENCE},
    {"longitud media de zancada", CALF_COLUMN_STRIDE},
    {"esfuerzo percibido", CALF_COLUMN_EXERTION},
    {"nombre del archivo", CALF_COLUMN_FILE},
    {"nombre de archivo", CALF_COLUMN_FILE},
    // fr
    {"id de l'activité", CALF_COLUMN_ID},
    {"date de l'activité", CALF_COLUMN_DATE},
    {"nom de l'activité", CALF_COLUMN_TITLE},
    {"titre", CALF_COLUMN_TITLE},
    {"type d'activité", CALF_COLUMN_TYPE},
    {"description de l'activité", CALF_COLUMN_NOTE},
    {"temps écoulé", CALF_COLUMN_ELAPSED},
    {"durée de déplacement", CALF_COLUMN_MOVING},
    {"temps de déplacement", CALF_COLUMN_MOVING},
    {"durée", CALF_COLUMN_TIMER},
    {"temps", CALF_COLUMN_TIMER},
    {"allure moyenne", CALF_COLUMN_PACE},
    {"dénivelé positif", CALF_COLUMN_CLIMB},
    {"ascension totale", CALF_COLUMN_CLIMB},
    {"dénivelé négatif", CALF_COLUMN_DESCENT},
    {"descente totale", CALF_COLUMN_DESCENT},
    {"cadence moyenne", CALF_COLUMN_CADENCE},
    {"cadence de course moyenne", CALF_COLUMN_CADENCE},
    {"longueur moyenne des foulées", CALF_COLUMN_STRIDE},
    {"effort perçu", CALF_COLUMN_EXERTION},
    {"effort ressenti", CALF_COLUMN_EXERTION},
    {"nom du fichier", CALF_COLUMN_FILE},
    {"nom de fichier", CALF_COLUMN_FILE},
    // it
    {"id attività", CALF_COLUMN_ID},
    {"id dell'attività", CALF_COLUMN_ID},
    {"data dell'attività", CALF_COLUMN_DATE},
    {"data attività", CALF_COLUMN_DATE},
    {"data", CALF_COLUMN_DATE},
    {"nome dell'attività", CALF_COLUMN_TITLE},
    {"nome attività", CALF_COLUMN_TITLE},
    {"titolo", CALF_COLUMN_TITLE},
    {"tipo di attività", CALF_COLUMN_TYPE},
    {"tipo attività", CALF_COLUMN_TYPE},
    {"descrizione dell'attività", CALF_COLUMN_NOTE},
    {"descrizione attività", CALF_COLUMN_NOTE},
    {"distanza", CALF_COLUMN_DISTANCE},
    {"tempo trascorso", CALF_COLUMN_ELAPSED},
    {"tempo totale", CALF_COLUMN_ELAPSED},
    {"tempo in movimento", CALF_COLUMN_MOVING},
    {"tempo di movimento", CALF_COLUMN_MOVING},
    {"tempo", CALF_COLUMN_TIMER},
    {"durata", CALF_COLUMN_TIMER},
    {"passo medio", CALF_COLUMN_PACE},
    {"dislivello positivo", CALF_COLUMN_CLIMB},
    {"dislivello", CALF_COLUMN_CLIMB},
    {"ascesa totale", CALF_COLUMN_CLIMB},
    {"dislivello negativo", CALF_COLUMN_DESCENT},
    {"discesa totale", CALF_COLUMN_DESCENT},
    {"cadenza media", CALF_COLUMN_CADENCE},
    {"cadenza di corsa media", CALF_COLUMN_CADENCE},
    {"lunghezza media passo", CALF_COLUMN_STRIDE},
    {"sforzo percepito", CALF_COLUMN_EXERTION},
    {"nome del file", CALF_COLUMN_FILE},
    {"nome file", CALF_COLUMN_FILE},
    // nl
    {"activiteits-id", CALF_COLUMN_ID},
    {"datum van activiteit", CALF_COLUMN_DATE},
    {"naam van activiteit", CALF_COLUMN_TITLE},
    {"naam activiteit", CALF_COLUMN_TITLE},
    {"activiteitstype", CALF_COLUMN_TYPE},
    {"type activiteit", CALF_COLUMN_TYPE},
    {"beschrijving van activiteit", CALF_COLUMN_NOTE},
    {"beschrijving activiteit", CALF_COLUMN_NOTE},
    {"afstand", CALF_COLUMN_DISTANCE},
    {"verstreken tijd", CALF_COLUMN_ELAPSED},
    {"beweegtijd", CALF_COLUMN_MOVING},
    {"tijd", CALF_COLUMN_TIMER},
    {"gemiddeld tempo", CALF_COLUMN_PACE},
    {"hoogtewinst", CALF_COLUMN_CLIMB},
    {"totale stijging", CALF_COLUMN_CLIMB},
    {"hoogteverlies", CALF_COLUMN_DESCENT},
    {"totale daling", CALF_COLUMN_DESCENT},
    {"gemiddelde cadans", CALF_COLUMN_CADENCE},
    {"gemiddelde loopcadans", CALF_COLUMN_CADENCE},
    {"gemiddelde staplengte", CALF_COLUMN_STRIDE},
    {"ervaren inspanning", CALF_COLUMN_EXERTION},
    {"bestandsnaam", CALF_COLUMN_FILE},
    // pt
    {"id da atividade", CALF_COLUMN_ID},
    {"data da atividade", CALF_COLUMN_DATE},
    {"nome da atividade", CALF_COLUMN_TITLE},
    {"tipo de atividade", CALF_COLUMN_TYPE},
    {"descrição da atividade", CALF_COLUMN_NOTE},
    {"distância", CALF_COLUMN_DISTANCE},
    {"tempo decorrido", CALF_COLUMN_ELAPSED},
    {"tempo de movimentação", CALF_COLUMN_MOVING},
    {"tempo em movimento", CALF_COLUMN_MOVING},
    {"duração", CALF_COLUMN_TIMER},
    {"ritmo médio", CALF_COLUMN_PACE},
    {"ganho de elevação", CALF_COLUMN_CLIMB},
    {"subida total", CALF_COLUMN_CLIMB},
    {"perda de elevação", CALF_COLUMN_DESCENT},
    {"descida total", CALF_COLUMN_DESCENT},
    {"cadência média", CALF_COLUMN_CADENCE},
    {"cadência de corrida média", CALF_COLUMN_CADENCE},
    {"comprimento médio da passada", CALF_COLUMN_STRIDE},
    {"esforço percebido", CALF_COLUMN_EXERTION},
    {"nome do arquivo", CALF_COLUMN_FILE},
    {"nome do ficheiro", CALF_COLUMN_FILE},
};

/* Types of activity that are runs; "*" marks the treadmill. */
static const char *const runs[] = {
    // en
    "run", "running", "trail run", "trail running", "virtual run", "virtual running",
    "street running", "road running", "track running", "track run", "ultra run", "ultra running",
    "night running", "*indoor running", "*treadmill running", "*treadmill run", "*treadmill",
    // de
    "lauf", "laufen", "traillauf", "trail-lauf", "trailrunning", "trail-run", "virtueller lauf",
    "virtuelles laufen", "straßenlauf", "bahnlauf", "laufen auf der laufbahn", "ultralauf",
    "*laufbandtraining", "*laufband", "*hallenlauf", "*indoor-laufen",
    // es
    "carrera", "correr", "carrera a pie", "carrera de montaña", "carrera de trail",
    "carrera por senderos", "carrera virtual", "carrera en pista", "carrera en carretera",
    "*carrera en cinta", "*cinta de correr", "*carrera en interiores",
    // fr
    "course à pied", "course", "trail", "course à pied virtuelle", "course virtuelle",
    "course en sentier", "course sur route", "course sur piste", "course à pied sur piste",
    "course de trail", "*tapis roulant", "*course sur tapis roulant",
    "*course à pied sur tapis roulant", "*course à pied en intérieur", "*tapis de course",
    // it
    "corsa", "corsa virtuale", "corsa trail", "corsa su strada", "corsa su pista",
    "*corsa su tapis roulant", "*corsa al coperto", "*corsa indoor",
    // nl
    "hardlopen", "hardloopsessie", "hardloop", "virtuele hardloopsessie", "trailrun",
    "trailrunsessie", "virtueel hardlopen", "hardlopen op de weg", "baanhardlopen",
    "*loopbandhardlopen", "*hardlopen op loopband", "*loopband", "*binnen hardlopen",
    // pt
    "corrida", "corrida virtual", "corrida em trilha", "corrida de trilha", "corrida na rua",
    "corrida de rua", "corrida em pista", "corrida de montanha", "*corrida em esteira",
    "*corrida na esteira", "*esteira", "*passadeira", "*corrida em passadeira"};

static uint32_t lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
        return c + 0x20;
    if (c == 0x2019 || c == 0x02BC || c == 0x60)
        return '\'';
    return c;
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0xFEFF;
}

bool calf_label(const char *text, char *to, size_t room)
{
    bool tag = false, blank = false;
    size_t length = 0;
    uint32_t c;
    while ((c = calf_utf8_take(&text)) != 0) {
        if (c == '<' || (tag && c == '>')) {
            tag = c == '<';
        } else if (!tag && (is_blank(c) || c == UINT32_MAX)) {
            blank = length > 0;
        } else if (!tag) {
            if (length + 6 > room)
                return false;
            if (blank)
                to[length++] = ' ';
            blank = false;
            length += calf_utf8_put(lower(c), to + length);
        }
    }
    to[length] = '\0';
    return true;
}

calf_column calf_label_column(const char *cell)
{
    char label[LABEL_TEXT];
    if (calf_label(cell, label, sizeof label))
        for (size_t k = 0; k < sizeof column_names / sizeof *column_names; k++)
            if (strcmp(label, column_names[k].name) == 0)
                return column_names[k].column;
    return CALF_COLUMN_COUNT;
}

void calf_label_columns(const calf_csv *csv, calf_columns *columns)
{
    for (int c = 0; c < CALF_COLUMN_COUNT; c++)
        columns->at[c] = columns->again[c] = -1;
    for (size_t k = 0; k < calf_csv_count(csv); k++) {
        const calf_column column = calf_label_column(calf_csv_cell(csv, k));
        if (column == CALF_COLUMN_COUNT)
            continue;
        if (columns->at[column] < 0)
            columns->at[column] = (int)k;
        else if (columns->again[column] < 0)
            columns->again[column] = (int)k;
    }
}

const char *calf_label_cell(const calf_csv *csv, int column)
{
    return column >= 0 ? calf_csv_cell(csv, (size_t)column) : "";
}

calf_sport calf_label_sport(const char *cell, bool *treadmill)
{
    char label[LABEL_TEXT];
    if (!calf_label(cell, label, sizeof label))
        return CALF_SPORT_OTHER;
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        *treadmill = runs[k][0] == '*';
        if (strcmp(label, runs[k] + *treadmill) == 0)
            return CALF_SPORT_RUN;
    }
    *treadmill = false;
    return CALF_SPORT_OTHER;
}
