import type { CartItem } from './cart';

type Part = Pick<CartItem, 'site' | 'comment'>;

/** What becomes one order: the same site and the same comment. */
export interface CartDelivery<Item extends Part> {
  site: CartItem['site'];
  comment: string | null;
  items: Item[];
}

/** The orders that the parts of a cart will make, by site. */
export function deliveriesOf<Item extends Part>(items: Item[]): CartDelivery<Item>[] {
  const deliveries: CartDelivery<Item>[] = [];
  for (const item of items) {
    const same = deliveries.find((one) => one.site.id === item.site.id && one.comment === item.comment);
    if (same) same.items.push(item);
    else deliveries.push({ site: item.site, comment: item.comment, items: [item] });
  }
  return deliveries.sort((one, other) => one.site.id.localeCompare(other.site.id));
}
