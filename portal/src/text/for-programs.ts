// For tests: what the server says and no person in the portal is told, by why that is so. Each is
// written as the server writes it. Whatever is not here needs French in `fr/served.ts`.

export const FOR_PROGRAMS: Record<string, string[]> = {
  'The portal sends its session; one that has ended leads to the sign-in, in words of its own.': [
    'Authentication credentials were not provided.', 'Invalid token.', 'This token has been revoked.', 'This token has been replaced by another one.',
    'This token expired on {}.', "This token is older than your company's policy allows.", 'Invalid signature.', 'Signature has expired.',
    'Error decoding signature.', 'Send one credential, not two.', 'Credentials are not text.', 'Credentials are too long.', 'No credentials provided.',
    'Credentials string should not contain spaces.', 'Invalid session.', 'This credential is no longer good.', 'This token may not be used from {address}. Its owner or an Account Admin can let this network in.',
    'This token may be used from certain networks only, and the server cannot tell where this call comes from. Its operator can look at the setting trusted_proxies.',
    'A token cannot do this. Sign in as a person (portal or JWT).', 'This is about the token that calls; send a UAT.',
    'Your company allows no log-in by password over the API. Use a User Authorization Token.',
    'Set up a second factor in the portal first, or use a User Authorization Token.',
    'This account signs in with a passkey. Use a User Authorization Token, or send a recovery code as otp.',
    'Only a session of the portal can go to another company. Log in anew.',
  ],
  'Of tokens that are limited: a person is not.': [
    'This token may use {limit} {unit} a day and has used {used}. Nothing was applied.', '{detail} Its owner can make another token that may.',
    'This token is limited to certain things and makes no new brands.', 'This token is limited to certain products and makes no new ones.',
    'This token is limited to certain products or campaigns; a brand shows on others, too, and stays as it is.',
    'This token is limited to certain things and makes no new campaigns.',
    'This token is limited to certain brands or products; a campaign shows on others, too, and stays as it is.',
    'This token is limited to certain campaigns: name one of them, since a product in none is outside.',
    'This is outside of the brands, products or campaigns of this token.', 'The product with this SKU is outside of what your token may reach.',
    'Your token is limited to certain products and makes no new ones.',
    'Your token is limited to certain campaigns, and the import puts new products in none.',
  ],
  'The portal has words of its own for this status or code.': [
    'Not found.', 'You do not have permission to perform this action.', 'Request was throttled. Expected available in {seconds} {unit}.',
    'The service cannot answer just now. Try again in a moment.', 'A second factor is needed. Send a code as otp.',
    'A second factor is needed. Send the code of your authenticator app, or a recovery code, as otp.',
    'If this address has an account, a link is on its way to it.',
    'The token "{name}" works until {day}. Replace it before it ends.', 'A system was forgotten, or somebody else has the token.', 'Its whole family was revoked.',
  ],
  'How a request has to be made; the portal makes it so.': [
    'Use it together with all=1.', "A token's public id is required.", 'Use active or quarantined: no other token can be revoked.',
    'Unsupported media type "{found}" in request.', 'Method "{method}" not allowed.', 'Send Content-Length or Transfer-Encoding, not both.',
    'Send one Host header.', 'The address may have at most {LONGEST_URI} bytes.', 'The header may have at most {LONGEST_HEAD} bytes.',
    'This server is known by another name. If you run the proxy in front of it, let it pass the Host header on.',
    'Send this parameter once.', 'Invalid data. Expected a dictionary, but got {kind}.', 'Item {place}: Invalid data. Expected a dictionary.',
    'Expected a list of items.', 'Expected an object of units and whole numbers.', '"{}" is not one of: {names}.',
    'Expected a list of addresses and networks.', 'Use one of: enforce, observe.', 'Expected an object with brands, products or campaigns.',
    '"{name}" is not one of: brands, products, campaigns.', 'List brands, products or campaigns, or leave it out.', '{name}: expected a list of ids.',
    'Choose mine, person or company.', 'Leave it out, or choose person.', 'Choose now, 1h, 24h or 7d.',
    'Send one key of 1 to 255 visible characters.', 'This Idempotency-Key came with another request. Use a new one.',
    '{name}: use true or false.', '"{}" is no bound of this type.', 'Positions are counted from 0 on.',
    'Use ndjson or csv.', 'Filters would tear the chain apart: use format=csv with them.', 'The log has no entry with this position.',
    'Use json or csv.', 'Use cursor or newest.', 'Use error, skip or update.', 'Use {first} or {second}.', 'Use SID.', 'Use one of: none, svg, png, both.',
    'A brand is named by its id or its reference.', 'A template is named by its id or its key.',
    "Only code ingestion records of type 'file' in state 'uploading' can be processed.", 'The file of this record was not sent yet.',
    'No file was submitted. It is the last part of the form, called "file".', 'This would change more than {MOST_CODES} codes. Use /api/v2/scm/upload/async/.',
  ],
};

/** Sentences that are made of parts: what comes of them. */
export const MADE_OF: Record<string, string[]> = {
  '"{permission}" {why}.': ['"{}" is never on a token.', '"{}" is not among your own permissions.', '"{}" is allowed in no token by your company\'s policy.'],
  '{}: Unknown field.': ['Unknown field.'],
  'There is no {kind} {ids}.': ['There is no brand {}.', 'There is no product {}.', 'There is no campaign {}.'],
  'The {name} of a field cannot change.': ['The key of a field cannot change.', 'The type of a field cannot change.'],
  'The token may use {limit} {unit} a day.': [
    'The token may use {} products_changed a day.', 'The token may use {} codes_created a day.', 'The token may use {} scm_rows_changed a day.',
    'The token may use {} scans_exported a day.',
  ],
  'This upload is {state}.': ['This upload is complete.', 'This upload is failed.', 'This upload is canceled.'],
  'This work order is {state}.': ['This work order is completed.', 'This work order is canceled.'],
};

/** Said without a text of their own: joined in the sources. */
export const JOINED = ['It loses {}.'];
