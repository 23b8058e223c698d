// Colours, type and the defaults of Mantine's parts. Every pair of text and ground below is at
// least 4.5:1 in both schemes; axe checks it in the browser tests.

import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#eef6f7', '#d9eaec', '#b3d5d9', '#8cc0c6', '#6fb3bb',
  '#4d9fa9', '#388c97', '#1f7480', '#0f616c', '#0a4d56',
];

const danger: MantineColorsTuple = [
  '#fdf0ef', '#fadcd9', '#f3b8b2', '#ec948b', '#f1948a',
  '#dd5b4f', '#cf4437', '#bd3427', '#a92a1e', '#861f16',
];

// The greys of dark rooms, with a breath of the accent in them.
const dark: MantineColorsTuple = [
  '#dfe6e8', '#b6c2c6', '#a3b1b6', '#6d7c82', '#445257',
  '#364146', '#222d31', '#1a2225', '#141b1d', '#0e1415',
];

export const theme = createTheme({
  primaryColor: 'petrol',
  // White text stands on both.
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol, danger, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Anchor: { defaultProps: { underline: 'always' } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: false } } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8f8',
    '--mantine-color-text': '#182326',
    '--mantine-color-dimmed': '#52626a',
    '--mantine-color-placeholder': '#66757c',
    '--mantine-color-error': '#a92a1e',
    '--mantine-color-default-border': '#c3cdd1',
    '--cm-surface': '#ffffff',
    '--cm-sunken': '#eff3f4',
    '--cm-line': '#dde4e6',
    '--cm-accent': '#0f616c',
    '--cm-accent-ground': '#e3f0f2',
    '--cm-ok': '#1b6b3a',
    '--cm-ok-ground': '#e2f3e8',
    '--cm-warn': '#7a4d05',
    '--cm-warn-ground': '#fdf0d5',
    '--cm-bad': '#a92a1e',
    '--cm-bad-ground': '#fce9e7',
    '--cm-quiet': '#4b5a61',
    '--cm-quiet-ground': '#e8edef',
    // Of charts: told apart by how light they are, too, and each has a pattern of its own.
    '--cm-genuine': '#1f7480',
    '--cm-inactive': '#b26e04',
    '--cm-blacklisted': '#a92a1e',
  },
  dark: {
    '--mantine-color-body': '#12181a',
    '--mantine-color-text': '#dfe6e8',
    '--mantine-color-dimmed': '#a3b1b6',
    '--mantine-color-placeholder': '#93a2a8',
    '--mantine-color-error': '#ffa198',
    '--mantine-color-default': '#1c2427',
    '--mantine-color-default-border': '#445257',
    '--cm-surface': '#1a2225',
    '--cm-sunken': '#141b1d',
    '--cm-line': '#2e393d',
    '--cm-accent': '#8cc0c6',
    '--cm-accent-ground': '#1b3338',
    '--cm-ok': '#8fd6a8',
    '--cm-ok-ground': '#17301f',
    '--cm-warn': '#f0c36d',
    '--cm-warn-ground': '#362a12',
    '--cm-bad': '#ffa198',
    '--cm-bad-ground': '#3a1d1a',
    '--cm-quiet': '#b6c2c6',
    '--cm-quiet-ground': '#283236',
    '--cm-genuine': '#6fb3bb',
    '--cm-inactive': '#e9b44c',
    '--cm-blacklisted': '#ff8578',
  },
});
