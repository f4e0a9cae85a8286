#include "speaker/nouns.h"

#include <string.h>

static const char ROLES[] =
    " accountant activist actor actress administrator admiral adviser advisor advocate agent aide "
    "ambassador analyst anchor architect archbishop artist assemblyman assistant associate "
    "astronaut athlete attorney author banker baron bishop blogger boss businessman businesswoman "
    "candidate captain cardinal ceo cfo chair chairman chairwoman chairperson champion chancellor "
    "chef chief clerk coach co-author co-chair co-chairman co-founder co-host co-owner collector "
    "colonel columnist comedian commander commentator commissioner comptroller congressman "
    "congresswoman conservative consultant contender contributor coordinator coroner "
    "correspondent councilman councilwoman councillor counsel counselor creator critic curator "
    "dean delegate democrat deputy designer detective developer diplomat director doctor donor "
    "economist editor educator emperor engineer envoy epidemiologist executive expert farmer "
    "father-in-law fellow filmmaker financier founder frontrunner front-runner fundraiser general "
    "governor guitarist guard head hero historian hopeful host inspector instructor insider "
    "investigator investor inventor journalist judge justice king lawmaker lawyer leader lecturer "
    "liberal lieutenant lobbyist major manager magnate marshal mayor mediator member minister "
    "moderator mogul monsignor musician negotiator neurosurgeon nominee novelist nurse officer "
    "official ombudsman operative organizer organiser owner pastor patriarch physician physicist "
    "pilot planner player plaintiff poet policeman politician pollster pope premier president "
    "preacher priest prince princess principal producer professor prosecutor psychiatrist "
    "psychologist publisher queen rabbi referee registrar reporter representative republican "
    "researcher reverend rival runner-up scholar scientist secretary senator sergeant shareholder "
    "sheriff singer socialist sociologist soldier solicitor speaker spokesman spokeswoman "
    "spokesperson star statistician strategist student superintendent supervisor supporter "
    "surgeon surrogate surveyor teacher technician theologian trader trainer treasurer trustee "
    "tycoon undersecretary veteran vice-president vice-chairman volunteer whistleblower widow "
    "widower winner worker writer mate colleague organizer czar billionaire millionaire "
    "entrepreneur negotiator publicist megadonor moderator libertarian congressperson "
    "neonatologist gov sen rep gen sgt lt col capt adm prof ";

static const char PERSONS[] =
    " boy brother child cousin daughter father friend girl guy husband individual lady man mother "
    "neighbor neighbour observer parent partner patient person resident sister sister-in-law "
    "brother-in-law son source spouse suspect uncle aunt victim viewer voter wife witness woman "
    "youngster teenager grandmother grandfather doc ";

static const char PEOPLE[] =
    " people men women children everyone everybody others both many some few most none several "
    "those police critics folks personnel staff public audience crowd youth americans nobody "
    "half majority dozens hundreds thousands millions number ";

static const char ORGANISATIONS[] =
    " academy administration agency alliance army assembly association authority bank board body "
    "broadcaster brigade bureau business cabinet campaign caucus center centre chamber charity "
    "church city club coalition college commission committee company conference congress "
    "conglomerate consortium cooperative corporation council court department directorate embassy "
    "enterprise federation firm force forum foundation fund gallery government group guild "
    "hospital house institute institution jury justices judiciary laboratory league legislature "
    "magazine manufacturer military ministry movement museum nato navy network newspaper newsroom "
    "office operator opposition organisation organization outfit panel parliament party pentagon "
    "police-department publication regime regulator school senate service society startup state "
    "station studio team times township tribunal trust union university watchdog website site "
    "weekly outlet bloc pac superpac syndicate side treasury vatican ";

static const char DOCUMENTS[] =
    " account act ad advertisement advisory affidavit agreement album amendment analysis "
    "announcement application article assessment audit autobiography ballot bill biography blog "
    "book booklet brief bulletin cable chart charter clip column commentary communique complaint "
    "constitution contract convention correspondence data decision declaration decree directive "
    "dispatch document documentary draft editorial email e-mail entry essay estimate evidence "
    "excerpt figures file filing film findings footage forecast form graph headline index "
    "indictment invitation invoice interview issue journal judgment language law lawsuit leaflet "
    "legislation letter lines list log manifesto manual map measure memo memoir memorandum "
    "message minutes model motion movie newsletter note notice novel numbers op-ed opinion order "
    "outline page pamphlet paper paragraph passage petition piece plan platform poem poll post "
    "poster postings posting press profile program projection proposal provision questionnaire "
    "quote ranking readout record records register release report reports research resolution "
    "return returns review rule ruling rulebook schedule scorecard screenshot script section "
    "segment show sign speech statement statistics statute story study suit summary survey tape "
    "testimony text thesis tome transcript treaty trailer tweet update verdict video volume "
    "warrant ";

static const char COUNTRIES[] = " country nation kingdom republic ";

static bool listed(const char *list, const char *word, size_t len)
{
    return onr_word_listed(list, (onr_slice){word, len});
}

static onr_noun class_of(const char *word, size_t len)
{
    if (listed(PEOPLE, word, len)) return ONR_NOUN_PEOPLE;
    if (listed(ROLES, word, len)) return ONR_NOUN_ROLE;
    if (listed(PERSONS, word, len)) return ONR_NOUN_PERSON;
    if (listed(ORGANISATIONS, word, len)) return ONR_NOUN_ORGANISATION;
    if (listed(DOCUMENTS, word, len)) return ONR_NOUN_DOCUMENT;
    return listed(COUNTRIES, word, len) ? ONR_NOUN_COUNTRY : ONR_NOUN_OTHER;
}

/* The class of a singular, found behind a plural. */
static onr_noun several(onr_noun one)
{
    bool people = one == ONR_NOUN_ROLE || one == ONR_NOUN_PERSON || one == ONR_NOUN_OTHER;
    return people ? ONR_NOUN_PEOPLE : one;
}

static bool ends_with(onr_slice word, const char *ending)
{
    size_t len = strlen(ending);
    return word.len > len + 1 && memcmp(word.ptr + word.len - len, ending, len) == 0;
}

onr_noun onr_noun_of(onr_slice word)
{
    onr_noun found = class_of(word.ptr, word.len);
    if (found != ONR_NOUN_OTHER) return found;
    if (ends_with(word, "men")) return ONR_NOUN_PEOPLE;
    if (ends_with(word, "man") || ends_with(word, "woman")) return ONR_NOUN_ROLE;
    if (ends_with(word, "ies")) {
        char one[32];
        if (word.len - 2 >= sizeof one) return ONR_NOUN_OTHER;
        memcpy(one, word.ptr, word.len - 3);
        one[word.len - 3] = 'y';
        return several(class_of(one, word.len - 2));
    }
    if (!ends_with(word, "s") || ends_with(word, "ss")) return ONR_NOUN_OTHER;
    found = class_of(word.ptr, word.len - 1);
    if (found == ONR_NOUN_OTHER && ends_with(word, "es")) found = class_of(word.ptr, word.len - 2);
    return several(found);
}

bool onr_is_person_noun(onr_slice word)
{
    if (onr_word_listed(ROLES, word) || onr_word_listed(PERSONS, word)) return true;
    return (ends_with(word, "man") || ends_with(word, "woman")) &&
           class_of(word.ptr, word.len) == ONR_NOUN_OTHER;
}

static onr_slice name(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

onr_slice onr_party_of(onr_slice word)
{
    if (onr_word_listed(" republican republicans gop r tea-party ", word))
        return name("Republican Party");
    if (onr_word_listed(" democratic democrat democrats d ", word)) return name("Democratic Party");
    if (onr_word_listed(" libertarian ", word)) return name("Libertarian Party");
    if (onr_word_listed(" tory conservatives ", word)) return name("Conservative Party");
    if (onr_word_listed(" labour ", word)) return name("Labour Party");
    return (onr_slice){NULL, 0};
}

bool onr_ends_head(onr_slice word)
{
    return onr_word_listed(
        " of in at for from on with to by about against among between near who whom that which "
        "whose where when as under over inside outside within across behind through than like "
        "released conducted published led based being close familiar including , ( - – — : ; ",
        word);
}

bool onr_is_definite(onr_slice word)
{
    return onr_word_listed(" the this that these those ", word);
}

bool onr_is_quantifier(onr_slice word)
{
    return onr_word_listed(" many some several few most all both two three four five six seven "
                           "eight nine ten dozens hundreds thousands millions other others "
                           "various ",
                           word);
}

bool onr_is_determiner(onr_slice word)
{
    return onr_word_listed(" a an another his her its their our my your one no any each every not ",
                           word) ||
           onr_is_definite(word) || onr_is_quantifier(word);
}
