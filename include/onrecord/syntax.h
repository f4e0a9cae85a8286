/*
 * onrecord/syntax.h - the closed sets that words and names are sorted into, and their names.
 *
 * Values are stable: new ones go to the end of their enum. Names are static strings, spelled as
 * the treebanks spell them.
 */
#ifndef ONRECORD_SYNTAX_H
#define ONRECORD_SYNTAX_H

#include <onrecord/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Universal parts of speech (https://universaldependencies.org/u/pos/). */
typedef enum onr_upos {
    ONR_UPOS_ADJ, ONR_UPOS_ADP, ONR_UPOS_ADV, ONR_UPOS_AUX, ONR_UPOS_CCONJ, ONR_UPOS_DET,
    ONR_UPOS_INTJ, ONR_UPOS_NOUN, ONR_UPOS_NUM, ONR_UPOS_PART, ONR_UPOS_PRON, ONR_UPOS_PROPN,
    ONR_UPOS_PUNCT, ONR_UPOS_SCONJ, ONR_UPOS_SYM, ONR_UPOS_VERB, ONR_UPOS_X, ONR_UPOS_COUNT
} onr_upos;

/** Parts of speech of the Penn Treebank, with the additions of the English Web Treebank; in
 *  ASCII order of their names but for the marks at both ends. */
typedef enum onr_xpos {
    ONR_XPOS_DOLLAR, ONR_XPOS_CLOSE_QUOTE, ONR_XPOS_COMMA, ONR_XPOS_LRB, ONR_XPOS_RRB,
    ONR_XPOS_STOP, ONR_XPOS_COLON, ONR_XPOS_HASH, ONR_XPOS_ADD, ONR_XPOS_AFX, ONR_XPOS_CC,
    ONR_XPOS_CD, ONR_XPOS_DT, ONR_XPOS_EX, ONR_XPOS_FW, ONR_XPOS_GW, ONR_XPOS_HYPH, ONR_XPOS_IN,
    ONR_XPOS_JJ, ONR_XPOS_JJR, ONR_XPOS_JJS, ONR_XPOS_LS, ONR_XPOS_MD, ONR_XPOS_NFP, ONR_XPOS_NN,
    ONR_XPOS_NNP, ONR_XPOS_NNPS, ONR_XPOS_NNS, ONR_XPOS_PDT, ONR_XPOS_POS, ONR_XPOS_PRP,
    ONR_XPOS_PRPS, ONR_XPOS_RB, ONR_XPOS_RBR, ONR_XPOS_RBS, ONR_XPOS_RP, ONR_XPOS_SYM, ONR_XPOS_TO,
    ONR_XPOS_UH, ONR_XPOS_VB, ONR_XPOS_VBD, ONR_XPOS_VBG, ONR_XPOS_VBN, ONR_XPOS_VBP, ONR_XPOS_VBZ,
    ONR_XPOS_WDT, ONR_XPOS_WP, ONR_XPOS_WPS, ONR_XPOS_WRB, ONR_XPOS_XX, ONR_XPOS_OPEN_QUOTE,
    ONR_XPOS_COUNT
} onr_xpos;

/** Relations of Universal Dependencies with the subtypes that English uses. */
typedef enum onr_rel {
    ONR_REL_ACL, ONR_REL_ACL_RELCL, ONR_REL_ADVCL, ONR_REL_ADVCL_RELCL, ONR_REL_ADVMOD,
    ONR_REL_AMOD, ONR_REL_APPOS, ONR_REL_AUX, ONR_REL_AUX_PASS, ONR_REL_CASE, ONR_REL_CC,
    ONR_REL_CC_PRECONJ, ONR_REL_CCOMP, ONR_REL_CLF, ONR_REL_COMPOUND, ONR_REL_COMPOUND_PRT,
    ONR_REL_CONJ, ONR_REL_COP, ONR_REL_CSUBJ, ONR_REL_CSUBJ_OUTER, ONR_REL_CSUBJ_PASS, ONR_REL_DEP,
    ONR_REL_DET, ONR_REL_DET_PREDET, ONR_REL_DISCOURSE, ONR_REL_DISLOCATED, ONR_REL_EXPL,
    ONR_REL_FIXED, ONR_REL_FLAT, ONR_REL_FLAT_FOREIGN, ONR_REL_FLAT_NAME, ONR_REL_GOESWITH,
    ONR_REL_IOBJ, ONR_REL_LIST, ONR_REL_MARK, ONR_REL_NMOD, ONR_REL_NMOD_DESC, ONR_REL_NMOD_NPMOD,
    ONR_REL_NMOD_POSS, ONR_REL_NMOD_TMOD, ONR_REL_NMOD_UNMARKED, ONR_REL_NSUBJ,
    ONR_REL_NSUBJ_OUTER, ONR_REL_NSUBJ_PASS, ONR_REL_NUMMOD, ONR_REL_OBJ, ONR_REL_OBL,
    ONR_REL_OBL_AGENT, ONR_REL_OBL_NPMOD, ONR_REL_OBL_TMOD, ONR_REL_OBL_UNMARKED, ONR_REL_ORPHAN,
    ONR_REL_PARATAXIS, ONR_REL_PUNCT, ONR_REL_REPARANDUM, ONR_REL_ROOT, ONR_REL_VOCATIVE,
    ONR_REL_XCOMP, ONR_REL_COUNT
} onr_rel;

/** Kinds of named things. */
typedef enum onr_entity_type {
    ONR_ENTITY_PERSON, ONR_ENTITY_NORP, ONR_ENTITY_ORG, ONR_ENTITY_GPE, ONR_ENTITY_LOC,
    ONR_ENTITY_FAC, ONR_ENTITY_EVENT, ONR_ENTITY_WORK, ONR_ENTITY_LAW, ONR_ENTITY_PRODUCT,
    ONR_ENTITY_DATE, ONR_ENTITY_TIME, ONR_ENTITY_MONEY, ONR_ENTITY_PERCENT, ONR_ENTITY_QUANTITY,
    ONR_ENTITY_COUNT
} onr_entity_type;

/** The name of a value, e.g. "nsubj:pass"; NULL for a value that is none. */
ONR_API const char *onr_upos_name(uint32_t upos);
ONR_API const char *onr_xpos_name(uint32_t xpos);
ONR_API const char *onr_rel_name(uint32_t rel);
ONR_API const char *onr_entity_type_name(uint32_t type);

/** The value of that name, or ONR_NONE. Cost: linear in the set. */
ONR_API uint32_t onr_upos_find(onr_slice name);
ONR_API uint32_t onr_xpos_find(onr_slice name);
ONR_API uint32_t onr_rel_find(onr_slice name);
ONR_API uint32_t onr_entity_type_find(onr_slice name);

#ifdef __cplusplus
}
#endif

#endif
