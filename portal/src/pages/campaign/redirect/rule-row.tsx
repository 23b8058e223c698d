import { ActionIcon, NativeSelect, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useId } from 'react';
import { TARGETS, type CampaignOptions, type Target } from '../../../api/types';
import { countryNames } from '../../../parts/countries';
import { CountrySelect } from '../../../parts/country-select';
import { CloseIcon } from '../../../parts/icons';
import { t } from '../../../text';
import { namedBefore, type DraftRule } from './draft';
import './redirect.css';

interface Props {
  form: UseFormReturnType<{ rules: DraftRule[] }>;
  at: number;
  options: CampaignOptions;
  onRemove?: () => void;
}

export function RuleRow({ form, at, options, onRemove }: Props) {
  const r = t.campaign.redirect;
  const id = useId();
  const rule = form.values.rules[at];
  if (!rule) return null;
  const { target } = rule;
  return (
    <div className="cm-rule" role="group" aria-labelledby={id}>
      <Text id={id} size="sm" fw={600} className="cm-rule-number">{r.rule(at + 1)}</Text>
      <div className="cm-rule-where">
        {at === 0 ? <Text size="sm" className="cm-rule-all">{r.everywhere}</Text>
          : <CountrySelect label={r.countries} {...form.getInputProps(`rules.${at}.countries`)} />}
        {[...namedBefore(form.values.rules, at)].map(([number, codes]) => (
          <Text key={number} size="xs" className="cm-rule-warning">{r.before(countryNames(codes), number)}</Text>
        ))}
      </div>
      <div className="cm-rule-target">
        <NativeSelect
          label={r.target} data={TARGETS.map((value) => ({ value, label: r.targets[value] }))}
          description={hint(target, options, at === 0 ? r.noAddress : r.noAddressHere)} inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps(`rules.${at}.target`)}
        />
        {target === 'custom' && (
          <TextInput
            label={r.url} description={r.placeholders} type="url" placeholder={r.example} inputWrapperOrder={['label', 'input', 'description', 'error']}
            {...form.getInputProps(`rules.${at}.url`)}
          />
        )}
      </div>
      {onRemove && (
        <ActionIcon variant="subtle" color="gray" size="md" className="cm-quiet-button cm-rule-remove" aria-label={r.remove(at + 1)} onClick={onRemove}>
          <CloseIcon size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

function hint(target: Target, { landing_page: landingPage, e_label: eLabel }: CampaignOptions, none: string): string | undefined {
  switch (target) {
    case 'product': return t.campaign.redirect.productHint;
    case 'landing_page': return landingPage || none;
    case 'e_label': return eLabel || none;
    case 'custom': return undefined;
  }
}
