import type { Api } from '@/api/client';
import { money } from '@/format/numbers';

export type Invoice = Api['Invoice'];

/** An amount of an invoice; of a credit note, with a minus. */
export function amount(invoice: Invoice, value: number): string {
  return money(invoice.kind === 'CreditNote' ? -value : value, invoice.currency);
}
