import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, bodyOf, type Api } from '@/api/client';
import { ApiProblem } from '@/api/problems';
import { queries } from '@/layout/queries';
import { carts } from '@/texts/carts';

export type Cart = Api['Cart'];
export type CartItem = Api['CartItem'];
export type CartForm = Api['CartForm'];

/** What was taken out of the cart. */
export interface Removed {
  asset: string;
  text: string;
  /** What the asset's part was before. */
  form: CartForm;
}

/** The cart's place in the cache. */
export const cartKey = ['cart'];

const otherWindows = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('dfm-cart');
otherWindows?.addEventListener('message', () => void queries.invalidateQueries({ queryKey: cartKey }));

// The version after this window's last own change: another one is somebody else's.
let ownVersion: string | null = null;

/** MON PANIER. */
export function useCart(): UseQueryReturnType<Cart, Error> {
  return useQuery({ queryKey: cartKey, queryFn: () => bodyOf(api.GET('/cart')) });
}

/** Reads the cart anew, and shows it. */
export async function reloadCart(): Promise<Cart> {
  return showCart(await bodyOf(api.GET('/cart')));
}

/** Whether this window made the cart what it is. */
export function isOwn(version: string): boolean {
  return version === ownVersion;
}

/** The cart as this window shows it now. */
export function shownCart(): Cart {
  return queries.getQueryData<Cart>(cartKey) ?? { items: [], version: '' };
}

export function itemOf(cart: Cart, asset: string): CartItem | undefined {
  return cart.items.find((item) => item.asset.id === asset);
}

/** What a person would enter to get this item. */
export function formOf(item: CartItem): CartForm {
  return {
    lines: item.lines.map(({ reference, quantity, stock }) => ({ reference, quantity, stock })),
    ...(item.comment && { comment: item.comment }),
    ...(item.customerReference && { customerReference: item.customerReference }),
  };
}

/** What would be ordered, to tell whether it has changed. */
export function contentOf(item: CartItem | undefined): string {
  return item ? JSON.stringify(formOf(item)) : '';
}

/**
 * Enters what is wanted for an asset in place of what the person has seen in the cart. Where the cart holds something else by now, it tells
 * that instead: another window's work is not overwritten unseen.
 */
export async function putItem(asset: string, seen: CartItem | undefined, form: CartForm): Promise<Cart> {
  await refuseUnseen(asset, seen);
  const path = { id: asset };
  const cart =
    form.lines.length > 0
      ? await bodyOf(api.PUT('/cart/assets/{id}', { params: { path }, body: form }))
      : await removed(asset);
  return announce(showCart(cart));
}

/** Whether an asset's part was not entered because the cart holds something else than was seen. */
export function isOvertaken(failure: unknown): boolean {
  return failure instanceof ApiProblem && failure.code === 'cart-changed';
}

/** Takes an asset out of the cart; that it is out already is as good. */
export async function removeItem(asset: string): Promise<Cart> {
  return announce(showCart(await removed(asset)));
}

/** After a checkout. */
export async function cartWasSent(): Promise<void> {
  announce(await reloadCart());
}

async function refuseUnseen(asset: string, seen: CartItem | undefined): Promise<void> {
  const now = itemOf(await bodyOf(api.GET('/cart')), asset);
  if (contentOf(now) === contentOf(seen)) return;
  await reloadCart();
  const lines = now?.lines.map((line) => carts.line(line.quantity, line.designation)).join(', ');
  throw new ApiProblem(409, lines ? carts.itemChanged(lines) : carts.itemRemoved, 'cart-changed');
}

async function removed(asset: string): Promise<Cart> {
  await api.DELETE('/cart/assets/{id}', { params: { path: { id: asset } } }).catch((failure: unknown) => {
    if (!(failure instanceof ApiProblem && failure.code === 'cart-item-not-found')) throw failure;
  });
  return bodyOf(api.GET('/cart'));
}

function showCart(cart: Cart): Cart {
  ownVersion = cart.version;
  queries.setQueryData(cartKey, cart);
  return cart;
}

function announce(cart: Cart): Cart {
  otherWindows?.postMessage('changed');
  return cart;
}
