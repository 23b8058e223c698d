// A field: a new one, one of those that the server knows, or one that is there.

import { Checkbox, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { api } from '../../../api/calls';
import { FIELD_TYPES, type FieldType, type ScmField } from '../../../api/types';
import { Dialog } from '../../../parts/dialog';
import { DialogFoot } from '../../../parts/dialog-foot';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useSave } from '../../../parts/use-save';
import { t } from '../../../text';
import { choicesOf, isKey, keyFor, predefinedLeft, type Predefined } from './keys';
import type { Editing } from './tab';

interface Props { campaign: number; editing: Editing; fields: ScmField[]; onDone: (words: string) => void; onClose: () => void }

export function FieldDialog({ campaign, editing, fields, onDone, onClose }: Props) {
  const w = t.campaign.scm;
  const field = 'field' in editing ? editing.field : null;
  const isUnit = 'isUnit' in editing && editing.isUnit;
  // As long as nobody has typed a key, it follows the name.
  const [isKeyTyped, setKeyTyped] = useState(false);
  const form = useForm({
    initialValues: {
      kind: '' as Predefined | '', label: field?.label ?? '', key: field?.key ?? '',
      type: (field?.type ?? (isUnit ? 'logistical_unit' : 'text')) as FieldType,
      choices: field?.choices.join('\n') ?? '', display: field?.display ?? false, active: field?.active ?? true,
    },
    validate: {
      label: (label) => (label.trim() ? null : w.needLabel),
      key: (key) => (isKey(key) ? null : w.needKey),
      choices: (choices, { type }) => (type === 'list' && choicesOf(choices).length === 0 ? w.needChoices : null),
    },
  });
  const { kind, type, key } = form.values;
  const { submit, isSaving, alert } = useSave({
    form,
    save: ({ label, key: newKey, display, active, choices }) => {
      const change = { label, display, active, ...(type === 'list' && { choices: choicesOf(choices) }) };
      if (field) return api.campaigns.updateField(campaign, field.id, change);
      // The type of a field that the server knows is the server's to say.
      return api.campaigns.createField(campaign, { ...change, key: newKey, ...(!kind && { type }) });
    },
    onSaved: ({ label }) => onDone(field ? w.saved(label) : w.created(label)),
  });
  const choose = (next: Predefined | '') => {
    form.clearErrors();
    form.setValues({ kind: next, key: next, label: next ? w.predefined[next].label : '', type: 'text' });
    setKeyTyped(false);
  };
  const left = predefinedLeft(fields);
  return (
    <Dialog
      opened onClose={onClose} size="lg" title={field ? w.editTitle(field.label) : isUnit ? w.createUnitTitle : w.createTitle}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemAlert {...alert} />
          {!field && !isUnit && left.length > 0 && (
            <NativeSelect
              label={w.kind} description={kind ? w.predefined[kind].text : undefined} value={kind}
              onChange={(event) => choose(event.currentTarget.value as Predefined | '')}
              data={[
                { value: '', label: w.ownKind },
                { group: w.predefinedGroup, items: left.map((value) => ({ value, label: `${w.predefined[value].label} [${value}]` })) },
              ]}
            />
          )}
          <TextInput
            label={w.label} required withAsterisk data-autofocus {...form.getInputProps('label')}
            onChange={(event) => {
              const label = event.currentTarget.value;
              form.setFieldValue('label', label);
              if (!field && !kind && !isKeyTyped) form.setFieldValue('key', keyFor(label));
            }}
          />
          {!field && !kind && (
            <TextInput
              label={w.keyLabel} required withAsterisk description={w.keyHint} autoCapitalize="off" spellCheck={false}
              {...form.getInputProps('key')}
              onChange={(event) => {
                form.setFieldValue('key', event.currentTarget.value);
                setKeyTyped(event.currentTarget.value !== '');
              }}
            />
          )}
          {!field && !kind && !isUnit && (
            <NativeSelect
              label={w.type} required withAsterisk description={w.typeTexts[type]}
              data={FIELD_TYPES.map((value) => ({ value, label: w.types[value] }))} {...form.getInputProps('type')}
            />
          )}
          {field && <Text size="sm" c="dimmed" className="cm-wrap">{w.keyFixed(key, w.types[type])}</Text>}
          {type === 'list' && (
            <Textarea label={w.choicesLabel} description={w.choicesHint} autosize minRows={3} maxRows={12} {...form.getInputProps('choices')} />
          )}
          <Checkbox label={w.display} description={w.displayText} {...form.getInputProps('display', { type: 'checkbox' })} />
          {field && <Checkbox label={w.active} description={w.activeText} {...form.getInputProps('active', { type: 'checkbox' })} />}
          <DialogFoot submit={field ? t.common.save : w.submit} isSaving={isSaving} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
