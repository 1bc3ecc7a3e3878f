import { useRouter } from 'vue-router';

/**
 * Follows the plain links of an element within the site, without a reload: `@click="follow"` on the element. For lists that draw so many links
 * at once that a RouterLink for each would be too slow.
 */
export function useLinkClicks(): { follow: (click: MouseEvent) => void } {
  const router = useRouter();

  function follow(click: MouseEvent): void {
    const path = (click.target as Element).closest('a[href^="/"]')?.getAttribute('href');
    // With a key held, the browser opens another window.
    const isPlain = click.button === 0 && !click.metaKey && !click.ctrlKey && !click.shiftKey && !click.altKey;
    if (!path || !isPlain || click.defaultPrevented) return;
    click.preventDefault();
    // The router tells of a failure.
    router.push(path).catch(() => undefined);
  }

  return { follow };
}
