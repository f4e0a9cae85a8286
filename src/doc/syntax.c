#include <onrecord/syntax.h>

#include <string.h>

/* clang-format off */
static const char *const upos_names[ONR_UPOS_COUNT] = {
    [ONR_UPOS_ADJ] = "ADJ", [ONR_UPOS_ADP] = "ADP", [ONR_UPOS_ADV] = "ADV", [ONR_UPOS_AUX] = "AUX",
    [ONR_UPOS_CCONJ] = "CCONJ", [ONR_UPOS_DET] = "DET", [ONR_UPOS_INTJ] = "INTJ",
    [ONR_UPOS_NOUN] = "NOUN", [ONR_UPOS_NUM] = "NUM", [ONR_UPOS_PART] = "PART",
    [ONR_UPOS_PRON] = "PRON", [ONR_UPOS_PROPN] = "PROPN", [ONR_UPOS_PUNCT] = "PUNCT",
    [ONR_UPOS_SCONJ] = "SCONJ", [ONR_UPOS_SYM] = "SYM", [ONR_UPOS_VERB] = "VERB",
    [ONR_UPOS_X] = "X",
};

static const char *const xpos_names[ONR_XPOS_COUNT] = {
    [ONR_XPOS_DOLLAR] = "$", [ONR_XPOS_CLOSE_QUOTE] = "''", [ONR_XPOS_COMMA] = ",",
    [ONR_XPOS_LRB] = "-LRB-", [ONR_XPOS_RRB] = "-RRB-", [ONR_XPOS_STOP] = ".",
    [ONR_XPOS_COLON] = ":", [ONR_XPOS_HASH] = "#", [ONR_XPOS_ADD] = "ADD", [ONR_XPOS_AFX] = "AFX",
    [ONR_XPOS_CC] = "CC", [ONR_XPOS_CD] = "CD", [ONR_XPOS_DT] = "DT", [ONR_XPOS_EX] = "EX",
    [ONR_XPOS_FW] = "FW", [ONR_XPOS_GW] = "GW", [ONR_XPOS_HYPH] = "HYPH", [ONR_XPOS_IN] = "IN",
    [ONR_XPOS_JJ] = "JJ", [ONR_XPOS_JJR] = "JJR", [ONR_XPOS_JJS] = "JJS", [ONR_XPOS_LS] = "LS",
    [ONR_XPOS_MD] = "MD", [ONR_XPOS_NFP] = "NFP", [ONR_XPOS_NN] = "NN", [ONR_XPOS_NNP] = "NNP",
    [ONR_XPOS_NNPS] = "NNPS", [ONR_XPOS_NNS] = "NNS", [ONR_XPOS_PDT] = "PDT",
    [ONR_XPOS_POS] = "POS", [ONR_XPOS_PRP] = "PRP", [ONR_XPOS_PRPS] = "PRP$", [ONR_XPOS_RB] = "RB",
    [ONR_XPOS_RBR] = "RBR", [ONR_XPOS_RBS] = "RBS", [ONR_XPOS_RP] = "RP", [ONR_XPOS_SYM] = "SYM",
    [ONR_XPOS_TO] = "TO", [ONR_XPOS_UH] = "UH", [ONR_XPOS_VB] = "VB", [ONR_XPOS_VBD] = "VBD",
    [ONR_XPOS_VBG] = "VBG", [ONR_XPOS_VBN] = "VBN", [ONR_XPOS_VBP] = "VBP", [ONR_XPOS_VBZ] = "VBZ",
    [ONR_XPOS_WDT] = "WDT", [ONR_XPOS_WP] = "WP", [ONR_XPOS_WPS] = "WP$", [ONR_XPOS_WRB] = "WRB",
    [ONR_XPOS_XX] = "XX", [ONR_XPOS_OPEN_QUOTE] = "``",
};

static const char *const rel_names[ONR_REL_COUNT] = {
    [ONR_REL_ACL] = "acl", [ONR_REL_ACL_RELCL] = "acl:relcl", [ONR_REL_ADVCL] = "advcl",
    [ONR_REL_ADVCL_RELCL] = "advcl:relcl", [ONR_REL_ADVMOD] = "advmod", [ONR_REL_AMOD] = "amod",
    [ONR_REL_APPOS] = "appos", [ONR_REL_AUX] = "aux", [ONR_REL_AUX_PASS] = "aux:pass",
    [ONR_REL_CASE] = "case", [ONR_REL_CC] = "cc", [ONR_REL_CC_PRECONJ] = "cc:preconj",
    [ONR_REL_CCOMP] = "ccomp", [ONR_REL_CLF] = "clf", [ONR_REL_COMPOUND] = "compound",
    [ONR_REL_COMPOUND_PRT] = "compound:prt", [ONR_REL_CONJ] = "conj", [ONR_REL_COP] = "cop",
    [ONR_REL_CSUBJ] = "csubj", [ONR_REL_CSUBJ_OUTER] = "csubj:outer",
    [ONR_REL_CSUBJ_PASS] = "csubj:pass", [ONR_REL_DEP] = "dep", [ONR_REL_DET] = "det",
    [ONR_REL_DET_PREDET] = "det:predet", [ONR_REL_DISCOURSE] = "discourse",
    [ONR_REL_DISLOCATED] = "dislocated", [ONR_REL_EXPL] = "expl", [ONR_REL_FIXED] = "fixed",
    [ONR_REL_FLAT] = "flat", [ONR_REL_FLAT_FOREIGN] = "flat:foreign",
    [ONR_REL_FLAT_NAME] = "flat:name", [ONR_REL_GOESWITH] = "goeswith", [ONR_REL_IOBJ] = "iobj",
    [ONR_REL_LIST] = "list", [ONR_REL_MARK] = "mark", [ONR_REL_NMOD] = "nmod",
    [ONR_REL_NMOD_DESC] = "nmod:desc", [ONR_REL_NMOD_NPMOD] = "nmod:npmod",
    [ONR_REL_NMOD_POSS] = "nmod:poss", [ONR_REL_NMOD_TMOD] = "nmod:tmod",
    [ONR_REL_NMOD_UNMARKED] = "nmod:unmarked", [ONR_REL_NSUBJ] = "nsubj",
    [ONR_REL_NSUBJ_OUTER] = "nsubj:outer", [ONR_REL_NSUBJ_PASS] = "nsubj:pass",
    [ONR_REL_NUMMOD] = "nummod", [ONR_REL_OBJ] = "obj", [ONR_REL_OBL] = "obl",
    [ONR_REL_OBL_AGENT] = "obl:agent", [ONR_REL_OBL_NPMOD] = "obl:npmod",
    [ONR_REL_OBL_TMOD] = "obl:tmod", [ONR_REL_OBL_UNMARKED] = "obl:unmarked",
    [ONR_REL_ORPHAN] = "orphan", [ONR_REL_PARATAXIS] = "parataxis", [ONR_REL_PUNCT] = "punct",
    [ONR_REL_REPARANDUM] = "reparandum", [ONR_REL_ROOT] = "root", [ONR_REL_VOCATIVE] = "vocative",
    [ONR_REL_XCOMP] = "xcomp",
};

static const char *const entity_type_names[ONR_ENTITY_COUNT] = {
    [ONR_ENTITY_PERSON] = "PERSON", [ONR_ENTITY_NORP] = "NORP", [ONR_ENTITY_ORG] = "ORG",
    [ONR_ENTITY_GPE] = "GPE", [ONR_ENTITY_LOC] = "LOC", [ONR_ENTITY_FAC] = "FAC",
    [ONR_ENTITY_EVENT] = "EVENT", [ONR_ENTITY_WORK] = "WORK", [ONR_ENTITY_LAW] = "LAW",
    [ONR_ENTITY_PRODUCT] = "PRODUCT", [ONR_ENTITY_DATE] = "DATE", [ONR_ENTITY_TIME] = "TIME",
    [ONR_ENTITY_MONEY] = "MONEY", [ONR_ENTITY_PERCENT] = "PERCENT",
    [ONR_ENTITY_QUANTITY] = "QUANTITY",
};
/* clang-format on */

static uint32_t find(const char *const *names, uint32_t count, onr_slice name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strlen(names[i]) == name.len && memcmp(names[i], name.ptr, name.len) == 0) return i;
    return ONR_NONE;
}

const char *onr_upos_name(uint32_t upos)
{
    return upos < ONR_UPOS_COUNT ? upos_names[upos] : NULL;
}

const char *onr_xpos_name(uint32_t xpos)
{
    return xpos < ONR_XPOS_COUNT ? xpos_names[xpos] : NULL;
}

const char *onr_rel_name(uint32_t rel)
{
    return rel < ONR_REL_COUNT ? rel_names[rel] : NULL;
}

const char *onr_entity_type_name(uint32_t type)
{
    return type < ONR_ENTITY_COUNT ? entity_type_names[type] : NULL;
}

uint32_t onr_upos_find(onr_slice name)
{
    return find(upos_names, ONR_UPOS_COUNT, name);
}

uint32_t onr_xpos_find(onr_slice name)
{
    return find(xpos_names, ONR_XPOS_COUNT, name);
}

uint32_t onr_rel_find(onr_slice name)
{
    return find(rel_names, ONR_REL_COUNT, name);
}

uint32_t onr_entity_type_find(onr_slice name)
{
    return find(entity_type_names, ONR_ENTITY_COUNT, name);
}
