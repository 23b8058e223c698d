// The template that the codes are made with, and what it says.

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../../api/calls';
import type { Template } from '../../../../api/types';
import { TemplateSelect } from '../../../../parts/template-select';
import { t } from '../../../../text';

interface Props { value: string | null; onChange: (template: string | null) => void; error: string | null }

export function WithTemplate({ value, onChange, error }: Props) {
  const words = t.ingestions.new;
  const any = useQuery({ queryKey: ['templates', 'any'], queryFn: () => api.templates.list({ limit: 1 }) });
  const chosen = useQuery({ queryKey: ['templates', 'one', value], queryFn: () => api.templates.get(value!), enabled: value !== null });
  return (
    <div>
      <TemplateSelect
        label={words.template} description={words.templateHint} maw="34rem" value={value} onChange={onChange} error={error} allowDeselect={false}
      />
      {any.data?.count === 0 && (
        <Text size="sm" mt={6}>{words.noTemplate}<Link href="/work-orders/templates" className="cm-plain-link">{words.makeTemplate}</Link></Text>
      )}
      {chosen.data && <Text size="sm" c="dimmed" mt={6}>{says(chosen.data)}</Text>}
    </div>
  );
}

function says({ product, activate_on_complete: active }: Template): string {
  const words = t.ingestions.new;
  const state = active ? t.workOrders.active : t.workOrders.inactive;
  return words.templateSays(product?.name ?? words.onNothing, state.toLowerCase());
}
