/*
 * view.h - one window as the heads get it: features and states of its tokens.
 */
#ifndef ONR_ENCODE_VIEW_H
#define ONR_ENCODE_VIEW_H

#include "encode/features.h"
#include "encode/window.h"

typedef struct onr_view {
    onr_window window;
    const onr_features *features; /* [tokens of the window] */
    const uint8_t *states;        /* [tokens of the window][state_width] */
    uint32_t state_width;
    const uint8_t *tower; /* [tokens of the window][tower_width]; NULL when it was left out */
    uint32_t tower_width;
} onr_view;

#endif
