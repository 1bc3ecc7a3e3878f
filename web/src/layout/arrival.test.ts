import { beforeEach, describe, expect, it } from 'vitest';
import { arrive, titleCame } from './arrival';

const added = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, parent: Element): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag);
  element.tabIndex = -1;
  parent.append(element);
  return element;
};

describe('the focus of a screen that was opened', () => {
  let main: HTMLElement;

  beforeEach(() => {
    document.body.replaceChildren();
    main = added('main', document.body);
    added('a', document.body).focus();
  });

  it('goes to its title', async () => {
    const title = added('h1', main);

    await arrive();

    expect(document.activeElement).toBe(title);
  });

  it('goes to its title when that comes late', async () => {
    await arrive();
    const title = added('h1', main);
    titleCame(title);

    expect(document.activeElement).toBe(title);
  });

  it('stays with whoever has gone elsewhere meanwhile', async () => {
    await arrive();
    const field = added('input', main);
    field.focus();
    titleCame(added('h1', main));

    expect(document.activeElement).toBe(field);
  });

  it('follows no title that comes without a screen', async () => {
    await arrive();
    titleCame(added('h1', main));
    const field = added('input', main);
    field.focus();
    titleCame(added('h1', main));

    expect(document.activeElement).toBe(field);
  });
});
