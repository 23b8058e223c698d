// One line for each operation that the portal uses, grouped as the API is.

import { send, type SendOptions } from './client';
import { queryAddress, type Given } from './query-address';
import { sendForm } from './send-form';
import { permissionInWords, roleInWords } from './served';
import type { Document } from '../reference/document';
import type * as Api from './types';
import { upload, type UploadOptions } from './upload';

type Query = SendOptions['query'];

export const api = {
  setup: {
    look: () => send<{ needed: boolean }>('get', '/setup/', { isPublic: true }),
    create: (body: NewCompany) => send<{ me: Api.Me }>('post', '/setup/', { body, isPublic: true }),
  },
  session: {
    create: (body: { email: string; password: string } & Api.SecondStep) =>
      send<{ me: Api.Me }>('post', '/auth/session/', { body, isPublic: true }),
    // Signing out twice is no reason to say that the session has ended.
    remove: () => send<void>('delete', '/auth/session/', { isPublic: true }),
    confirm: (body: { password?: string } & Api.SecondStep) =>
      send<void>('post', '/auth/session/confirm/', { body }),
    confirmPasskey: () => send<Api.Challenge>('post', '/auth/session/confirm/passkey/'),
    passkeyBegin: () => send<Api.Challenge>('post', '/auth/passkey/begin/', { isPublic: true }),
    passkeyFinish: (passkey: Api.PasskeyAnswer) =>
      send<{ me: Api.Me }>('post', '/auth/passkey/finish/', { body: { passkey }, isPublic: true }),
  },
  invitations: {
    look: (code: string) =>
      send<Api.InvitationLook>('post', '/invitations/look/', { body: { code }, isPublic: true }),
    accept: (body: { code: string; password: string } & Api.SecondStep) =>
      send<{ me: Api.Me }>('post', '/invitations/accept/', { body, isPublic: true }),
  },
  password: {
    reset: (email: string) =>
      send<{ detail: string }>('post', '/auth/password/reset/', { body: { email }, isPublic: true }),
    confirm: (body: { code: string; password: string }) =>
      send<void>('post', '/auth/password/reset/confirm/', { body, isPublic: true }),
  },
  verifyEmail: (code: string) =>
    send<{ email: string; changed: boolean }>('post', '/auth/email/verify/', { body: { code }, isPublic: true }),
  me: {
    get: () => send<Api.Me>('get', '/me/'),
    /** The first look: not being signed in is an ordinary answer to it. */
    first: () => send<Api.Me>('get', '/me/', { isPublic: true }),
    update: (body: { language: string }) => send<Api.Me>('patch', '/me/', { body }),
    password: (body: { current_password: string; new_password: string }) =>
      send<void>('patch', '/me/password/', { body }),
    email: (email: string) => send<Api.MailSent>('post', '/me/email/', { body: { email } }),
    sendVerification: () => send<Api.MailSent>('post', '/me/email/verify/'),
    sessions: () => send<Api.Page<Api.Session>>('get', '/me/sessions/'),
    endSession: (id: string) => send<void>('delete', `/me/sessions/${id}/`),
    endOtherSessions: () => send<void>('post', '/me/sessions/end-others/'),
    companies: () => send<{ results: Api.MyCompany[] }>('get', '/me/companies/'),
    switchCompany: (company: number) => send<{ me: Api.Me }>('post', '/me/company/', { body: { company } }),
  },
  factors: {
    get: () => send<Api.Factors>('get', '/me/factors/'),
    totpBegin: () => send<Api.TotpSecret>('post', '/me/factors/totp/'),
    totpConfirm: (otp: string) =>
      send<{ recovery_codes?: string[] | null }>('post', '/me/factors/totp/confirm/', { body: { otp } }),
    totpRemove: () => send<void>('delete', '/me/factors/totp/'),
    recoveryCodes: () => send<{ recovery_codes?: string[] | null }>('post', '/me/factors/recovery-codes/'),
    passkeyBegin: () => send<Api.Challenge>('post', '/me/factors/passkeys/begin/'),
    passkeyFinish: (body: { name: string; passkey: Api.PasskeyAnswer }) =>
      send<Api.PasskeyAdded>('post', '/me/factors/passkeys/finish/', { body }),
    passkeyRename: (id: number, name: string) =>
      send<Api.Passkey>('patch', `/me/factors/passkeys/${id}/`, { body: { name } }),
    passkeyRemove: (id: number) => send<void>('delete', `/me/factors/passkeys/${id}/`),
  },
  permissions: async () => {
    const { results, policy } = await send<Api.Permissions>('get', '/permissions/');
    return { results: results.map(permissionInWords), policy };
  },
  roles: async () => ({ results: (await send<{ results: Api.Role[] }>('get', '/roles/')).results.map(roleInWords) }),
  uats: {
    list: (query: Query) => send<Api.Page<Api.Uat>>('get', '/uats/', { query }),
    create: (body: Api.NewToken) =>
      send<Api.NewUat>('post', '/uats/', { body }),
    update: (id: string, body: Partial<Api.NewToken>) =>
      send<Api.Uat>('patch', `/uats/${id}/`, { body }),
    get: (id: string) => send<Api.Uat>('get', `/uats/${id}/`),
    networks: (id: string) => send<Api.UatNetworks>('get', `/uats/${id}/networks/`),
    use: (id: string) => send<Api.UatUse>('get', `/uats/${id}/use/`),
    rotate: (id: string, body: { overlap: string }, key: string) =>
      send<Api.NewUat>('post', `/uats/${id}/rotate/`, { body, headers: { 'Idempotency-Key': key } }),
    release: (id: string) => send<Api.Uat>('post', `/uats/${id}/release/`),
    revoke: (id: string, reason: string) =>
      send<void>('delete', `/uats/${id}/`, { body: reason ? { reason } : {} }),
    revokeAll: (body: Api.Whose & Api.RevokedOnly & { dry_run?: boolean; reason?: string }) =>
      send<Api.RevokedUats>('post', '/uats/revoke-all/', { body }),
    export: (query: Query) => send<Blob>('get', '/uats/export/', { query, parseAs: 'blob' }),
  },
  notices: {
    list: (query: Query) => send<Api.Page<Api.Notice>>('get', '/notices/', { query }),
    dismiss: (id: number) => send<void>('post', `/notices/${id}/dismiss/`),
  },
  users: {
    list: (query: Query) => send<Api.Page<Api.User>>('get', '/users/', { query }),
    get: (id: number) => send<Api.User>('get', `/users/${id}/`),
    create: (body: NewUser) =>
      send<{ user: Api.User; invitation: Api.MailSent }>('post', '/users/', { body }),
    update: (id: number, body: Partial<NewUser>) => send<Api.User>('patch', `/users/${id}/`, { body }),
    invite: (id: number) => send<Api.MailSent>('post', `/users/${id}/invite/`),
    resetPassword: (id: number) => send<Api.MailSent>('post', `/users/${id}/reset-password/`),
    archive: (id: number) => send<Api.User>('post', `/users/${id}/archive/`),
    restore: (id: number) => send<Api.User>('post', `/users/${id}/restore/`),
    endSessions: (id: number) => send<void>('post', `/users/${id}/end-sessions/`),
    resetFactors: (id: number) => send<Api.User>('post', `/users/${id}/reset-factors/`),
  },
  company: {
    get: () => send<Api.Company>('get', '/company/'),
    update: (body: Partial<Api.Company>) => send<Api.Company>('patch', '/company/', { body }),
  },
  brands: {
    list: (query: Query) => send<Api.Page<Api.Brand>>('get', '/brands/', { query }),
    get: (id: string) => send<Api.Brand>('get', `/brands/${id}/`),
    create: (body: NewBrand) => send<Api.Brand>('post', '/brands/', { body }),
    update: (id: number, body: Partial<NewBrand>) => send<Api.Brand>('patch', `/brands/${id}/`, { body }),
    archive: (id: number) => send<void>('post', `/brands/${id}/archive/`),
    restore: (id: number) => send<void>('post', `/brands/${id}/restore/`),
    remove: (id: number) => send<void>('delete', `/brands/${id}/`),
  },
  campaigns: {
    list: (query: Query) => send<Api.Page<Api.Campaign>>('get', '/campaigns/', { query }),
    get: (id: string) => send<Api.Campaign>('get', `/campaigns/${id}/`),
    create: (body: NewCampaign) => send<Api.Campaign>('post', '/campaigns/', { body }),
    update: (id: number, body: Partial<NewCampaign>) => send<Api.Campaign>('patch', `/campaigns/${id}/`, { body }),
    archive: (id: number) => send<void>('post', `/campaigns/${id}/archive/`),
    restore: (id: number) => send<void>('post', `/campaigns/${id}/restore/`),
    duplicate: (id: number, name: string) => send<Api.Campaign>('post', `/campaigns/${id}/duplicate/`, { body: { name } }),
    options: (id: number) => send<Api.CampaignOptions>('get', `/campaigns/${id}/options/`),
    setOptions: (id: number, body: Partial<Api.CampaignOptions>) =>
      send<Api.CampaignOptions>('patch', `/campaigns/${id}/options/`, { body }),
    redirects: (id: number) => send<{ rules: Api.RedirectRule[] }>('get', `/campaigns/${id}/redirects/`),
    setRedirects: (id: number, rules: Api.RedirectRule[]) =>
      send<{ rules: Api.RedirectRule[] }>('put', `/campaigns/${id}/redirects/`, { body: { rules } }),
    key: (id: number) => send<Api.ConsumerKey>('get', `/campaigns/${id}/key/`),
    renewKey: (id: number) => send<Api.ConsumerKey>('post', `/campaigns/${id}/key/`),
    access: (id: number) => send<Api.CampaignAccess>('get', `/campaigns/${id}/access/`),
    setAccess: (id: number, body: { access: Api.CampaignAccess['access']; teams: number[] }) =>
      send<Api.CampaignAccess>('put', `/campaigns/${id}/access/`, { body }),
    scmFields: (id: number) => send<{ results: Api.ScmField[] }>('get', `/campaigns/${id}/scm-fields/`),
    createField: (id: number, body: Api.NewScmField) => send<Api.ScmField>('post', `/campaigns/${id}/scm-fields/`, { body }),
    updateField: (id: number, field: number, body: Api.ScmFieldChange) =>
      send<Api.ScmField>('patch', `/campaigns/${id}/scm-fields/${field}/`, { body }),
    removeField: (id: number, field: number) => send<void>('delete', `/campaigns/${id}/scm-fields/${field}/`),
    orderFields: (id: number, order: number[]) =>
      send<{ results: Api.ScmField[] }>('put', `/campaigns/${id}/scm-fields/order/`, { body: { order } }),
    alerts: (id: number) => send<{ results: Api.Alert[] }>('get', `/campaigns/${id}/alerts/`),
    createAlert: (id: number, body: Api.AlertChange & { type: Api.AlertType }) =>
      send<Api.Alert>('post', `/campaigns/${id}/alerts/`, { body }),
  },
  alerts: {
    update: (id: number, body: Api.AlertChange) => send<Api.Alert>('patch', `/alerts/${id}/`, { body }),
    remove: (id: number) => send<void>('delete', `/alerts/${id}/`),
  },
  regions: {
    list: (query: Query) => send<Api.Page<Api.Region>>('get', '/regions/', { query }),
    create: (body: NewRegion) => send<Api.Region>('post', '/regions/', { body }),
    update: (id: number, body: Partial<NewRegion>) => send<Api.Region>('patch', `/regions/${id}/`, { body }),
    archive: (id: number) => send<Api.Region>('post', `/regions/${id}/archive/`),
    restore: (id: number) => send<Api.Region>('post', `/regions/${id}/restore/`),
  },
  teams: {
    list: (query: Query) => send<Api.Page<Api.Team>>('get', '/teams/', { query }),
    get: (id: number) => send<Api.Team>('get', `/teams/${id}/`),
    create: (body: NewTeam) => send<Api.Team>('post', '/teams/', { body }),
    update: (id: number, body: Partial<NewTeam>) => send<Api.Team>('patch', `/teams/${id}/`, { body }),
    remove: (id: number) => send<void>('delete', `/teams/${id}/`),
  },
  webhooks: {
    list: () => send<{ results: Api.Webhook[] }>('get', '/webhooks/'),
    get: (id: string) => send<Api.Webhook>('get', `/webhooks/${id}/`),
    create: (body: Api.WebhookChange) => send<Api.NewWebhook>('post', '/webhooks/', { body }),
    update: (id: number, body: Partial<Api.WebhookChange>) => send<Api.Webhook>('patch', `/webhooks/${id}/`, { body }),
    remove: (id: number) => send<void>('delete', `/webhooks/${id}/`),
    deliveries: (id: number) => send<{ results: Api.Delivery[] }>('get', `/webhooks/${id}/deliveries/`),
  },
  products: {
    list: (query: Query) => send<Api.Page<Api.Product>>('get', '/products/', { query }),
    get: (id: number) => send<Api.Product>('get', `/products/${id}/`),
    create: (body: NewProduct) => send<Api.Product>('post', '/products/', { body }),
    update: (id: number, body: Partial<NewProduct>) => send<Api.Product>('patch', `/products/${id}/`, { body }),
    /** What landing pages show of it; null takes it away. */
    setStc: (id: number, stc: object | null) => send<Api.Product>('patch', `/products/${id}/`, { body: { stc } }),
    archive: (id: number) => send<void>('post', `/products/${id}/archive/`),
    restore: (id: number) => send<void>('post', `/products/${id}/restore/`),
    remove: (id: number) => send<void>('delete', `/products/${id}/`),
    checkImport: (file: Blob, query: Query) =>
      send<Api.ImportResult>('post', '/products/import/', { file, query: { ...query, dry_run: 1 } }),
    import: (file: Blob, query: Query) =>
      send<Api.Accepted>('post', '/products/import/', { file, query: { ...query, background: 1 } }),
    export: (query: Query) => send<Blob>('get', '/products/export/', { query, parseAs: 'blob' }),
  },
  workOrders: {
    list: (query: Query) => send<Api.Page<Api.WorkOrder>>('get', '/workorders/', { query }),
    get: (id: string) => send<Api.WorkOrder>('get', `/workorders/${id}/`),
    create: (body: NewWorkOrder) => send<Api.WorkOrder>('post', '/workorders/create-sid/', { body }),
    createFrom: (body: NewWorkOrder & { template: number }) => send<Api.WorkOrder>('post', '/workorders/', { body }),
    update: (id: number, body: Partial<{ reference: string; remarks: string }>) =>
      send<Api.WorkOrder>('patch', `/workorders/${id}/`, { body }),
    cancel: (id: number) => send<void>('post', `/workorders/${id}/cancel/`),
    archive: (id: number) => send<void>('post', `/workorders/${id}/archive/`),
    restore: (id: number) => send<void>('post', `/workorders/${id}/restore/`),
    remove: (id: number) => send<void>('delete', `/workorders/${id}/`),
    serials: (id: number) => send<Blob>('get', `/workorders/${id}/serials/`, { parseAs: 'blob' }),
    /** The address of the file: it may be larger than a page should hold. */
    file: (id: number) => `/api/v2/workorders/${id}/download/`,
  },
  templates: {
    list: (query: Query) => send<Api.Page<Api.Template>>('get', '/workorders/templates/', { query }),
    get: (id: string) => send<Api.Template>('get', `/workorders/templates/${id}/`),
    create: (body: NewTemplate) => send<Api.Template>('post', '/workorders/templates/', { body }),
    update: (id: number, body: Partial<NewTemplate>) => send<Api.Template>('patch', `/workorders/templates/${id}/`, { body }),
    archive: (id: number) => send<void>('post', `/workorders/templates/${id}/archive/`),
    restore: (id: number) => send<void>('post', `/workorders/templates/${id}/restore/`),
  },
  codes: {
    list: (query: Query) => send<Api.Page<Api.Code>>('get', '/codes/', { query }),
    get: (id: string) => send<Api.Code>('get', `/codes/${encodeURIComponent(id)}/`),
    activate: (codes: string[]) => send<Api.StatusDone>('post', '/codes/activate/', { body: { codes } }),
    deactivate: (codes: string[]) => send<Api.StatusDone>('post', '/codes/deactivate/', { body: { codes } }),
    blacklist: (codes: string[], reason: number) =>
      send<Api.StatusDone>('post', '/codes/blacklist/', { body: { codes, reason } }),
    edit: (id: string, body: Record<string, string | number>) =>
      send<Api.Code>('patch', `/codes/${encodeURIComponent(id)}/scm/`, { body }),
    download: (query: Query) => send<Api.DocumentAnswer>('get', '/codes/download/', { query }),
  },
  documents: {
    link: (key: string) => send<Api.DownloadLink>('get', `/documents/${key}/get-download-link/`),
  },
  jobs: {
    list: (query: Query) => send<Api.Page<Api.Job>>('get', '/jobs/', { query }),
    get: (id: string) => send<Api.JobDetails>('get', `/jobs/${encodeURIComponent(id)}/`),
    cancel: (id: number) => send<void>('post', `/jobs/${id}/cancel/`),
  },
  ingestions: {
    list: (query: Query) => send<Api.Page<Api.Ingestion>>('get', '/ingestion/codes/', { query }),
    get: (key: string) => send<Api.IngestionDetails>('get', `/ingestion/codes/${key}/`),
    create: (body: NewIngestion) => send<Api.IngestionCreated>('post', '/ingestion/codes/create-from-template/', { body }),
    sendFile: sendForm,
    process: (record: string) => send<{ record_key: string }>('post', '/ingestion/codes/process-from-file/', { body: { record } }),
    cancel: (key: string) => send<Api.Ingestion>('post', `/ingestion/codes/${key}/cancel/`),
    errors: (key: string) => send<Blob>('get', `/ingestion/codes/${key}/errors/`, { parseAs: 'blob' }),
  },
  scm: {
    tasks: (query: Query) => send<Api.Page<Api.ScmTask>>('get', '/scm/tasks/', { query }),
    task: (id: string) => send<Api.ScmTask>('get', `/scm/tasks/${encodeURIComponent(id)}/`),
    checkImport: ({ query, ...options }: UploadOptions) =>
      upload<Api.ScmImportResult>('/scm/import/', { ...options, query: { ...query, dry_run: 1 } }),
    import: ({ query, ...options }: UploadOptions) =>
      upload<Api.Accepted>('/scm/import/', { ...options, query: { ...query, background: 1 } }),
  },
  dashboard: {
    get: (query: Query) => send<Api.Dashboard>('get', '/dashboard/', { query }),
    export: (query: Query) => send<Blob>('get', '/dashboard/', { query: { ...query, format: 'csv' }, parseAs: 'blob' }),
    attention: () => send<Api.Attention>('get', '/dashboard/attention/'),
  },
  scans: {
    list: (query: Query) => send<Api.ScanPage>('get', '/dashboard/scans/', { query }),
    /** The address of the file: it may be larger than a page should hold. */
    file: (query: Given) => queryAddress('/api/v2/dashboard/scans/', { ...query, format: 'csv' }),
  },
  policy: {
    get: () => send<Api.CompanyPolicy>('get', '/policy/'),
    preview: (body: Api.PolicyChange, query?: Query) => send<Api.PolicyPreview>('post', '/policy/preview/', { body, query }),
    update: (body: Api.PolicyChange) => send<Api.CompanyPolicy>('patch', '/policy/', { body }),
    cancel: () => send<void>('delete', '/policy/pending/'),
  },
  keys: {
    list: () => send<Api.Keys>('get', '/keys/'),
    rotate: () => send<Api.Keys>('post', '/keys/rotate/'),
  },
  openapi: () => send<Document>('get', '/openapi.json', { isPublic: true }),
  audit: {
    list: (query: Query) => send<Api.Page<Api.AuditEntry>>('get', '/audit/', { query }),
    check: (body: { checkpoints?: string }) => send<Api.AuditChecked>('post', '/audit/check/', { body }),
    export: (query: Query) => send<Blob>('get', '/audit/export/', { query, parseAs: 'blob' }),
    checkpoints: (query: Query) => send<{ length: number; results: Api.Checkpoint[] }>('get', '/audit/checkpoints/', { query }),
    keys: () => send<{ results: Api.LogKey[] }>('get', '/audit/keys/'),
    rotateKey: () => send<{ results: Api.LogKey[] }>('post', '/audit/keys/rotate/'),
  },
};

export interface NewCompany {
  code: string;
  company: string;
  time_zone: string;
  given_name: string;
  family_name: string;
  email: string;
  password: string;
}

export interface NewUser {
  email: string;
  given_name: string;
  family_name: string;
  role: string;
  phone: string;
  title: string;
}

export interface NewBrand { name: string; reference: string | null; description: string; client_url: string }

export interface NewCampaign { name: string; description: string }

export interface NewRegion { name: string; countries: string[] }

export interface NewTeam { name: string; members: number[]; campaigns: number[] }

export interface NewWorkOrder {
  reference: string;
  remarks: string;
  quantity: number;
  product: number | null;
  activate_on_complete: boolean;
  use_serial_number: boolean;
  images: Api.Images | null;
}

export interface NewIngestion {
  template: number;
  mode: 'file';
  filetype: 'csv';
  default_scm_data: Record<string, unknown>;
}

export interface NewTemplate {
  name: string;
  description: string;
  product: number | null;
  activate_on_complete: boolean;
  use_serial_number: boolean;
  images: Api.Images | null;
  default_scm_data: Record<string, unknown>;
}

export interface NewProduct {
  sku: string;
  name: string;
  brand: number;
  campaign: number | null;
  description: string;
  client_url: string;
  label: string;
}
