import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import type { AlertType } from '../../../api/types';
import { CountrySelect } from '../../../parts/country-select';
import { useDeniedHint } from '../../../parts/who-may';
import { t } from '../../../text';

/** The part of a form that the fields need. */
interface Form {
  getInputProps: (name: string, options?: { type: 'checkbox' }) => object;
}

export function BoundFields({ form, type, wasOn }: { form: Form; type: AlertType; wasOn: boolean }) {
  const w = t.campaign.alerts;
  const denied = useDeniedHint('scm_code_edit');
  const number = (name: string, label: string, description?: string) => (
    <NumberInput
      label={label} description={description} min={0} allowDecimal={false} allowNegative={false} clampBehavior="none" hideControls
      {...form.getInputProps(name)}
    />
  );
  switch (type) {
    case 'scan-count': return number('most', w.most, w.mostHint);
    case 'session-count': return (
      <>
        {number('most', w.mostDevices, w.mostDevicesHint)}
        <Checkbox
          label={w.autoBlacklist} disabled={denied !== undefined && !wasOn}
          description={denied ?? w.autoBlacklistText}
          {...form.getInputProps('auto_blacklist', { type: 'checkbox' })}
        />
      </>
    );
    case 'exceptional-country': return <CountrySelect label={w.countries} {...form.getInputProps('countries')} />;
    case 'anomaly': return (
      <>
        {number('scans', w.scans)}
        <div className="cm-alert-period">
          {number('seconds', w.period)}
          <NativeSelect
            label={w.unit} data={Object.entries(w.units).map(([value, label]) => ({ value, label }))} {...form.getInputProps('unit')}
          />
        </div>
        {number('kilometres', w.kilometres, w.kilometresHint)}
      </>
    );
    default: return null;
  }
}
