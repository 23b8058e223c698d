// What a person should look at first, on the home page.

import { n, s } from './count';

export const attention = {
  title: 'Needs your attention',
  calm: 'Nothing needs you just now',
  calmText: 'No alerts, no failed work and no tokens to look after.',
  alert: (type: string, campaign: string) => `Alert “${type}” in ${campaign}`,
  alertWaiting: 'There are new scans; the next mail tells of them.',
  alertMailed: (when: string) => `Last mail ${when}`,
  jobs: {
    codes_download: 'A file of codes was not written',
    scm_upload: 'An upload of supply-chain data failed',
    scm_import: 'A file of supply-chain data was not uploaded',
    product_import: 'A file of products was not imported',
    ingestion: 'Codes of your own were not taken in',
    workorder_generate: 'The codes of a work order were not made',
    workorder_package: 'The file of a work order was not written',
    workorder_withdraw: 'The codes of a canceled work order were not withdrawn',
    workorder_remove: 'A work order was not deleted',
  } as Record<string, string>,
  task: (id: string) => `Upload SCM-${id}`,
  job: (kind: string) => `Work in the background failed: ${kind}`,
  ends: (name: string, when: string) => `The token “${name}” ends ${when}`,
  endsText: (day: string) => `It works until ${day}. Replace it before.`,
  wide: (name: string) => `The token “${name}” may do more than it does`,
  wideText: 'Some of its rights were needed by no call for 60 days. Take them away.',
  of: (owner: string) => `Token of ${owner}.`,
  moreAlerts: (count: number) => `${n(count)} more alert${s(count)}`,
  moreJobs: (count: number) => `${n(count)} more failed`,
  moreEnding: (count: number) => (count === 1 ? '1 more token ends soon' : `${n(count)} more tokens end soon`),
  moreWide: (count: number) => (count === 1 ? '1 more token may do more than it does' : `${n(count)} more tokens may do more than they do`),
  scansToday: 'Scans today',
  yesterday: (count: number, zone: string) => `${n(count)} yesterday (days of ${zone})`,
  codesActive: 'Active codes',
  ofCodes: (count: number) => `of ${n(count)}`,
};
