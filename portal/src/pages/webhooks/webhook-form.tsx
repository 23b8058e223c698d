import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { WEBHOOK_EVENTS, type Webhook, type WebhookChange } from '../../api/types';
import { ProblemAlert } from '../../parts/problem-alert';
import { useSave } from '../../parts/use-save';
import { t } from '../../text';

interface Props<Result> {
  /** Null: a new one. */
  webhook: Webhook | null;
  save: (values: WebhookChange) => Promise<Result>;
  onSaved: (result: Result) => void;
  onCancel: () => void;
}

export function WebhookForm<Result>({ webhook, save, onSaved, onCancel }: Props<Result>) {
  const w = t.webhooks;
  const form = useForm({
    initialValues: { url: webhook?.url ?? '', events: webhook?.events ?? [], is_active: webhook?.is_active ?? true },
    validate: {
      url: (url) => (url.trim() ? null : w.needUrl),
      events: (events) => (events.length > 0 ? null : w.needEvent),
    },
  });
  const { submit, isSaving, alert } = useSave({ form, save, onSaved });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemAlert {...alert} />
        <TextInput label={w.url} description={w.urlHint} type="url" placeholder="https://" autoComplete="off" data-autofocus {...form.getInputProps('url')} />
        <Checkbox.Group label={w.eventsLabel} {...form.getInputProps('events')}>
          <Stack gap={10} mt={6}>
            {WEBHOOK_EVENTS.map((event) => (
              <Checkbox
                key={event} value={event} label={w.events[event]?.label}
                description={<>{w.events[event]?.text} <code className="cm-mono">{event}</code></>}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Checkbox
          label={w.isActive} description={webhook && !webhook.is_active ? w.isActiveAgain : w.isActiveText}
          {...form.getInputProps('is_active', { type: 'checkbox' })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>{t.common.cancel}</Button>
          <Button type="submit" loading={isSaving}>{webhook ? t.common.save : t.common.create}</Button>
        </Group>
      </Stack>
    </form>
  );
}
