/*
 * entity.h - character references that libxml2 does not resolve.
 *
 * libxml2 knows the names of HTML 4 and wants their semicolon. Browsers also take the oldest names
 * without one, as in "&nbsp and &copy2024" (HTML Standard, 13.2.5.73), and many names that came
 * with HTML 5, of which those that pages write in text are here.
 */
#ifndef ONR_ARTICLE_ENTITY_H
#define ONR_ARTICLE_ENTITY_H

#include <onrecord/base.h>

/**
 * What a reference stands for that the parser would leave as it is.
 *
 * @param out      what to write in its place: UTF-8, or a reference that the parser knows; static.
 * @param text     begins with "&".
 * @param in_attr  in the value of an attribute, where a name without semicolon counts less: it may
 *                 be a part of an address ("?a=1&copy=2").
 * @return bytes of the reference; 0 when it is none of ours.
 */
size_t onr_entity_find(onr_slice *out, onr_slice text, bool in_attr);

#endif
