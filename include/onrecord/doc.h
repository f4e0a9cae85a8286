/*
 * onrecord/doc.h - one document and everything that was found in it.
 *
 * A document is made by onr_pipeline_read() and is immutable afterwards. It owns its text and all
 * of its layers in one arena; every pointer and slice got from it dies with onr_doc_free(). Layers
 * refer to each other by index, spans are half-open byte ranges of the text. The getters cannot
 * fail, allocate nothing, and may be called from several threads at once.
 *
 *     for (uint32_t i = 0; i < onr_doc_attribution_count(doc); i++) {
 *         const onr_attribution *a = onr_doc_attribution_at(doc, i);
 *         uint32_t n;
 *         const onr_span *who = onr_doc_spans(doc, a->source, &n);
 *         ...
 *     }
 */
#ifndef ONRECORD_DOC_H
#define ONRECORD_DOC_H

#include <onrecord/base.h>
#include <onrecord/syntax.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_doc onr_doc;

/** What a piece of a report is there for. */
typedef enum onr_block_kind {
    ONR_BLOCK_HEADLINE,   /**< the title, or a heading within the report */
    ONR_BLOCK_STANDFIRST, /**< the summary beneath the title */
    ONR_BLOCK_BYLINE,     /**< who wrote it */
    ONR_BLOCK_DATELINE,   /**< where and when; may be the beginning of a body line */
    ONR_BLOCK_BODY,
    ONR_BLOCK_PROMOTION,  /**< "Sign up", "Read more" */
    ONR_BLOCK_CAPTION,
    ONR_BLOCK_CREDIT,     /**< "Additional reporting by" */
    ONR_BLOCK_OTHER
} onr_block_kind;

/** A labelled piece of the text: a line, a paragraph of several, or the beginning of one. */
typedef struct onr_block {
    onr_span span;
    uint8_t kind; /**< an onr_block_kind */
} onr_block;

/**
 * One report as the caller has it. All slices are borrowed for the duration of the call; absent
 * ones are {NULL, 0}. Only `text` or `html` is needed. `bylines` are `byline_count`
 * names; "By" and roles around them are taken off later.
 *
 * `blocks` is what the caller knows of the text's pieces, in text order, as spans of `text`. Where
 * they say nothing the pieces are labelled by rules, so none are needed, and none have to be
 * exact: each token belongs to the given block that holds its first byte. They are not looked at
 * when the text is not valid UTF-8. With blocks given, every line break parts paragraphs.
 */
typedef struct onr_input {
    onr_slice id;
    onr_slice text;
    onr_slice title;
    onr_slice url;
    onr_slice published; /**< ISO 8601, passed through as given */
    const onr_slice *bylines;
    uint32_t byline_count;
    uint32_t block_count;
    const onr_block *blocks;
    onr_slice modified; /**< ISO 8601, passed through as given */
    onr_slice site;     /**< the publication's name */
    onr_slice section;  /**< e.g. "World" */
    onr_slice language; /**< as declared, BCP 47 */
    onr_slice html;     /**< where `text` is absent: a web page whose article is the text */
    onr_slice charset;  /**< of `html`, where the transport names one, e.g. "iso-8859-1" */
    bool fragment;      /**< `html` is the body of an article and no whole page, as in a feed */
    bool truncated;     /**< the source says or shows that the text or page is cut off */
} onr_input;

/** How a content stands in the text (Pareti's terms): all, part or none of it between quotation
 *  marks. */
typedef enum onr_form { ONR_FORM_INDIRECT, ONR_FORM_MIXED, ONR_FORM_DIRECT } onr_form;

/** Most candidates that an attribution without a speaker lists. */
enum { ONR_CANDIDATES = 3 };

/** What kind of act the cue reports. */
typedef enum onr_act { ONR_ACT_SPEECH, ONR_ACT_WRITING, ONR_ACT_THOUGHT, ONR_ACT_INTENT } onr_act;

/** A run of spans in the document's span table, in text order. count 0 means "not there". */
typedef struct onr_part {
    uint32_t first;
    uint32_t count;
} onr_part;

/**
 * Who (source) said (cue) what (content). Each part may be discontinuous; source and cue may be
 * missing. Attributions are ordered by the first byte of their first span.
 */
typedef struct onr_attribution {
    onr_part source;
    onr_part cue;
    onr_part content;
    onr_slice lemma;   /**< of the cue's head word, e.g. "say"; absent without a cue */
    uint32_t parent;   /**< index of the attribution whose content holds this one, or ONR_NONE */
    float confidence;  /**< calibrated: of those given 0.8, about 80 % are right */
    uint8_t form;      /**< an onr_form */
    uint8_t act;       /**< an onr_act */
    bool negated;      /**< "did not say" */

    /* What the speaker stage adds. */
    uint32_t speaker;          /**< index of the speaker behind the source; ONR_NONE where it is not
                                    sure enough who that is, or nobody looked */
    float speaker_confidence;  /**< of the choice, calibrated like the other */
    uint32_t candidates[ONR_CANDIDATES]; /**< where `speaker` is ONR_NONE: whom it may be, the
                                              likelier first, ONR_NONE behind the last */
    onr_part addressee;        /**< to whom: "told reporters" */
    onr_part time;             /**< when: "on Wednesday" */
    onr_part place;            /**< where: "in Brussels" */
    onr_part occasion;         /**< on what occasion: "at a news conference" */
    onr_slice date;            /**< the day that `time` means, ISO 8601, where the day of the report
                                    tells it; else absent */
} onr_attribution;

/** What a speaker is. */
typedef enum onr_speaker_kind {
    ONR_SPEAKER_PERSON,
    ONR_SPEAKER_ORGANISATION,
    ONR_SPEAKER_COUNTRY,
    ONR_SPEAKER_GROUP,    /**< several, named or not */
    ONR_SPEAKER_UNNAMED,  /**< somebody who is described only */
    ONR_SPEAKER_DOCUMENT, /**< a study, a letter, a law */
    ONR_SPEAKER_AUTHOR,   /**< who wrote the report */
    ONR_SPEAKER_UNKNOWN
} onr_speaker_kind;

/**
 * Somebody or something that words are attributed to, in the order in which they were found.
 * Slices are of the text, the document's arena, or static.
 */
typedef struct onr_speaker {
    onr_slice name;        /**< the fullest form in the text; a country's name for its capital;
                                a description for those without a name; not empty */
    onr_slice role;        /**< as the text states it; absent where it does not */
    onr_slice affiliation; /**< organisation, party or country, likewise */
    uint32_t entity;       /**< whose name it is, or ONR_NONE */
    onr_part mentions;     /**< where the text names, describes or points at the speaker, as far as
                                names and sources do */
    uint8_t kind;          /**< an onr_speaker_kind */
    bool named;
    bool anonymous;        /**< the text says that the name is withheld */
} onr_speaker;

/** A token, as UD English cuts words; "don't" is two tokens, "do" and "n't". */
typedef struct onr_token {
    uint32_t start_byte;
    uint16_t len_bytes;
    uint16_t flags; /**< ONR_TOKEN_* */
} onr_token;

enum {
    ONR_TOKEN_SPACE_BEFORE = 1 << 0, /**< white space or a line break stands before it */
    ONR_TOKEN_WORD = 1 << 1,         /**< holds a letter or a digit */
    ONR_TOKEN_PIECE = 1 << 2         /**< glued to the token before it as one word ("n't") */
};

/** What the quotation layer says of one token; a set of ONR_QUOTED_* bits, 0 outside quotations. */
enum {
    ONR_QUOTED_INSIDE = 1 << 0,  /**< between the marks of some quotation, marks excluded */
    ONR_QUOTED_OPENS = 1 << 1,   /**< is an opening mark */
    ONR_QUOTED_CLOSES = 1 << 2,  /**< is a closing mark */
    ONR_QUOTED_REOPENS = 1 << 3, /**< is the mark that begins a later paragraph of a quotation */
    ONR_QUOTED_SINGLE = 1 << 4,  /**< the innermost quotation has single marks */
    ONR_QUOTED_NESTED = 1 << 5   /**< the innermost quotation stands inside another */
};

/** A half-open range of tokens. */
typedef struct onr_range {
    uint32_t first_token;
    uint32_t end_token;
} onr_range;

/**
 * A quotation: from its opening mark to its closing one, both included. A quotation that runs over
 * several paragraphs is one onr_quote; the opening marks that begin its later paragraphs are part
 * of it. When a mark has no partner, `closed` is false and the quotation ends with its paragraph.
 */
typedef struct onr_quote {
    uint32_t first_token; /**< the opening mark */
    uint32_t end_token;   /**< one past the closing mark, or past the last token when unclosed */
    uint32_t parent;      /**< index of the quotation around it, or ONR_NONE */
    uint8_t single;       /**< 1 for single marks, 0 for double marks and guillemets */
    bool closed;
} onr_quote;

/** What part of speech a token is. */
typedef struct onr_tag {
    uint8_t upos;   /**< an onr_upos */
    uint8_t xpos;   /**< an onr_xpos */
    uint16_t feats; /**< for onr_doc_feats() */
} onr_tag;

/** What a token depends on: its place in the tree of its sentence, which has one root. */
typedef struct onr_arc {
    uint32_t head; /**< a token of the same sentence, or ONR_NONE for the root */
    uint8_t rel;   /**< an onr_rel; ONR_REL_ROOT exactly for the root */
} onr_arc;

/**
 * Tokens that name something, all in one sentence. Mentions are in order of their first token, of
 * two with the same first token the longer one first; they nest or are disjoint.
 */
typedef struct onr_mention {
    uint32_t first_token;
    uint32_t end_token;
    uint32_t entity; /**< index of what is named */
    uint32_t next;   /**< the next mention of the same entity, or ONR_NONE */
} onr_mention;

/** How a text speaks of a person. */
typedef enum onr_gender { ONR_GENDER_UNKNOWN, ONR_GENDER_FEMALE, ONR_GENDER_MALE } onr_gender;

/** Something with a name, in order of the first mentions. Its mentions may be written differently:
 *  "Ana Ruiz", "Ms. Ruiz" and "Ruiz" are one entity. */
typedef struct onr_entity {
    onr_slice name; /**< the fullest form in the text */
    uint32_t first_mention;
    uint32_t mention_count; /**< at least 1 */
    uint8_t type;           /**< an onr_entity_type */
    uint8_t gender;         /**< an onr_gender, of people whose title or given name tells it */
} onr_entity;

/** How a reference is worded. */
typedef enum onr_reference_kind {
    ONR_REFERENCE_NAME,    /**< "Ana Ruiz" */
    ONR_REFERENCE_NOMINAL, /**< "the mayor" */
    ONR_REFERENCE_PRONOUN, /**< "she", "her" */
    ONR_REFERENCE_RELATIVE /**< "who", "which", of a relative clause */
} onr_reference_kind;

/**
 * Tokens of one sentence that refer to somebody or something. References are in order of their
 * first token, of two with the same first token the longer one first; no two are equal. Their heads
 * differ but for a group and its first member ("Ana and Leo", "Ana").
 */
typedef struct onr_reference {
    uint32_t first_token;
    uint32_t end_token;
    uint32_t head_token; /**< the word that the others depend on, inside the range */
    uint32_t chain;      /**< index of its chain */
    uint32_t next;       /**< the next reference of the same chain, or ONR_NONE */
    uint32_t antecedent; /**< the earlier reference of the chain that it was joined to, or ONR_NONE
                              where nothing before it was found to be the same */
    uint32_t mention;    /**< the mention of a named entity that it is or is built around, or
                              ONR_NONE */
    float probability;   /**< of the choice of antecedent, 0 to 1 */
    uint8_t kind;        /**< an onr_reference_kind */
} onr_reference;

/** References to the same person or thing, in order of the first ones. Many have one only. */
typedef struct onr_chain {
    uint32_t first_reference;
    uint32_t reference_count; /**< at least 1 */
} onr_chain;

/** Something in the text that should make a reader careful. */
typedef struct onr_warning {
    const char *kind; /**< a fixed word such as "invalid-utf8"; static */
    const char *why;  /**< one plain sentence; static */
    onr_span span;
} onr_warning;

/** The text in UTF-8. Byte for byte the input when that was valid UTF-8; otherwise each maximal
 *  ill-formed sequence has become one U+FFFD (Unicode 15, section 3.9). */
ONR_API onr_slice onr_doc_text(const onr_doc *doc);

/** SHA-256 (FIPS 180-4) of the text's bytes: 32 bytes, owned by the document. */
ONR_API const uint8_t *onr_doc_sha256(const onr_doc *doc);

/** What the caller said of the document; the slices are the document's own copies. */
ONR_API const onr_input *onr_doc_meta(const onr_doc *doc);

/** The text's language as a BCP 47 tag, found from the text, else as declared; absent when neither
 *  is known. */
ONR_API onr_slice onr_doc_language(const onr_doc *doc);

/** The id of the report of the same run that this one is a copy of, exact or near; absent when it
 *  is none, or when nobody looked. The stages that find who said what are not run on copies. */
ONR_API onr_slice onr_doc_copy_of(const onr_doc *doc);

/** The people who wrote the report: those given with it, then those its bylines and credits name;
 *  each once. */
ONR_API uint32_t onr_doc_byline_count(const onr_doc *doc);
ONR_API onr_slice onr_doc_byline_at(const onr_doc *doc, uint32_t i);

/** Number of Unicode code points before `byte`, which is clamped to the text's length.
 *  Cost: O(1) for ASCII text, otherwise at most 64 bytes are looked at. */
ONR_API uint32_t onr_doc_codepoint(const onr_doc *doc, uint32_t byte);

ONR_API uint32_t onr_doc_token_count(const onr_doc *doc);
ONR_API const onr_token *onr_doc_token_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_sentence_count(const onr_doc *doc);
ONR_API onr_range onr_doc_sentence_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_paragraph_count(const onr_doc *doc);
ONR_API onr_range onr_doc_paragraph_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_block_count(const onr_doc *doc);
ONR_API const onr_block *onr_doc_block_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_quote_count(const onr_doc *doc);
ONR_API const onr_quote *onr_doc_quote_at(const onr_doc *doc, uint32_t i);
ONR_API uint8_t onr_doc_quoted_at(const onr_doc *doc, uint32_t token); /**< ONR_QUOTED_* bits */

/** Tag and arc of a token; NULL when the document has no such layer. */
ONR_API const onr_tag *onr_doc_tag_at(const onr_doc *doc, uint32_t token);
ONR_API const onr_arc *onr_doc_arc_at(const onr_doc *doc, uint32_t token);
/** The base form of a token; absent when the document has no lemmas. */
ONR_API onr_slice onr_doc_lemma_at(const onr_doc *doc, uint32_t token);
/** The features that onr_tag.feats stands for, as CoNLL-U has them; empty for none. */
ONR_API onr_slice onr_doc_feats(const onr_doc *doc, uint16_t feats);
/** False when names were not looked for. */
ONR_API bool onr_doc_has_entities(const onr_doc *doc);
ONR_API uint32_t onr_doc_entity_count(const onr_doc *doc);
ONR_API const onr_entity *onr_doc_entity_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_mention_count(const onr_doc *doc);
ONR_API const onr_mention *onr_doc_mention_at(const onr_doc *doc, uint32_t i);

/** False when coreference was not looked for. */
ONR_API bool onr_doc_has_chains(const onr_doc *doc);
ONR_API uint32_t onr_doc_chain_count(const onr_doc *doc);
ONR_API const onr_chain *onr_doc_chain_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_reference_count(const onr_doc *doc);
ONR_API const onr_reference *onr_doc_reference_at(const onr_doc *doc, uint32_t i);

/** Index of the reference whose head is this token, the innermost of several; or ONR_NONE. Cost: a
 *  binary search and a step for each reference that begins in the same sentence before it. */
ONR_API uint32_t onr_doc_reference_of_head(const onr_doc *doc, uint32_t token);

/** Index of the longest reference that lies in the range, of several the first; else of the
 *  shortest that holds the range; or ONR_NONE. Cost: as above. */
ONR_API uint32_t onr_doc_reference_in(const onr_doc *doc, onr_range range);

ONR_API uint32_t onr_doc_attribution_count(const onr_doc *doc);
ONR_API const onr_attribution *onr_doc_attribution_at(const onr_doc *doc, uint32_t i);
/** False when speakers were not looked for. */
ONR_API bool onr_doc_has_speakers(const onr_doc *doc);
ONR_API uint32_t onr_doc_speaker_count(const onr_doc *doc);
ONR_API const onr_speaker *onr_doc_speaker_at(const onr_doc *doc, uint32_t i);
ONR_API uint32_t onr_doc_warning_count(const onr_doc *doc);
ONR_API const onr_warning *onr_doc_warning_at(const onr_doc *doc, uint32_t i);

/** The spans of a part, in text order; `*count` may be 0, then the pointer is unspecified. */
ONR_API const onr_span *onr_doc_spans(const onr_doc *doc, onr_part part, uint32_t *count);

/** Frees the document and all that was got from it. NULL is allowed. */
ONR_API void onr_doc_free(onr_doc *doc);

#ifdef __cplusplus
}
#endif

#endif
