import { money } from '@/format/numbers';
import { carts } from '@/texts/carts';

interface Priced {
  included: boolean;
  price: number | null;
}

/** « Inclus au contrat », « 42,00 € HT », « Prix sur demande ». */
export function priceText({ included, price }: Priced): string {
  if (included) return carts.included;
  return price === null ? carts.onRequest : carts.net(money(price));
}

/** What is not in a contract, as one price; null when there is nothing. */
export function toInvoice(lines: readonly (Priced & { quantity: number })[]): string | null {
  const priced = lines.filter(({ included, price }) => !included && price !== null);
  if (priced.length === 0) return null;
  return carts.net(money(priced.reduce((sum, { price, quantity }) => sum + (price ?? 0) * quantity, 0)));
}
