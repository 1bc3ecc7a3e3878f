import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, type Ref } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';
import { useAddressFilters } from './addressFilters';

describe('a filter that is typed', () => {
  let router: Router;
  let search: Ref<string>;

  beforeEach(async () => {
    vi.useFakeTimers();
    const list = defineComponent({
      setup() {
        search = useAddressFilters().typed('search');
        return () => h('input');
      },
    });
    router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/list', component: list },
        { path: '/other', component: { render: () => h('p') } },
      ],
    });
    await router.push('/list');
    mount(RouterView, { global: { plugins: [router] } });
  });

  afterEach(() => vi.useRealTimers());

  it('stands in the address a moment after the last letter', async () => {
    for (const text of ['k', 'ky', 'kyo ']) {
      search.value = text;
      await nextTick();
    }
    expect(router.currentRoute.value.fullPath).toBe('/list');
    await vi.advanceTimersByTimeAsync(300);

    expect(router.currentRoute.value.fullPath).toBe('/list?search=kyo');
  });

  it('does not follow to another page', async () => {
    search.value = 'kyo';
    await nextTick();
    await router.push('/other');
    await vi.advanceTimersByTimeAsync(300);

    expect(router.currentRoute.value.fullPath).toBe('/other');
  });
});
