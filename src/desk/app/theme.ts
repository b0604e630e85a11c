import { createTheme, defaultVariantColorsResolver, Modal } from '@mantine/core';
import type { MenuProps, VariantColorsResolver } from '@mantine/core';

/** What is filled is ink on paper, or the accent where something grave is done; both turn with the colours of the page. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  if (input.variant === 'subtle' || input.variant === 'light' || input.variant === 'transparent')
    return {
      background: 'transparent',
      hover: 'var(--tint)',
      color: 'var(--ink)',
      border: '1px solid transparent',
    };
  if (input.variant !== 'filled') return resolved;
  const fill = input.color === 'grave' ? 'var(--accent)' : 'var(--ink)';
  const hover = `color-mix(in srgb, ${fill} 85%, var(--paper))`;
  return { background: fill, hover, color: 'var(--paper)', border: '1px solid transparent' };
};

/** Mantine's parts as the desk uses them; their colours and faces stand in `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'dark',
  variantColorResolver,
  defaultRadius: 'var(--corner)',
  cursorType: 'pointer',
  components: {
    // Named and not imported: the first page has no menu. One holds nothing but its items, inside of a landmark.
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        portalProps: { target: 'main' },
      } satisfies Partial<MenuProps>,
    },
    // Holding the page still is done in `base.css`: Mantine would write a style into the page, which its policy refuses.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 0 },
        // The head of a window is no banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    }),
  },
});
