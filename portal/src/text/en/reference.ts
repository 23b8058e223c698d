// The API reference.

import { s } from './count';

export const reference = {
  title: 'API reference',
  lead: 'Everything a browser, a script or a partner system does goes through these operations.',
  version: (version: string) => `Version ${version}`,
  search: 'Search operations',
  contents: 'Operations',
  found: (count: number) => `${count} operation${s(count)}`,
  nothing: 'No operation matches.',
  access: 'Access',
  or: 'or',
  gates: { public: 'Public', any: '', person: 'Person', fresh: 'Person, signed in lately', token: 'The token itself' },
  parameters: 'Parameters',
  body: 'Request body',
  responses: 'Responses',
  example: 'Example',
  curl: 'With curl',
  required: 'required',
  oneOf: 'one of',
  link: (what: string) => `Link to ${what}`,
  copy: 'Copy the command',
  empty: 'The reference could not be loaded.',
};
