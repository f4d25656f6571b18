/** Nothing that came from outside becomes markup. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { html, money, page } from '../../../src/embedded/stand-in/page.ts';

describe('a page', () => {
  test('shows any text as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        const inner = markup.slice('<p title="'.length, -'</p>'.length);
        expect(inner.match(/[<"]/g)).toEqual(['"']);
        expect(inner.match(/&(?!(amp|lt|gt|quot|#39);)/)).toBeNull();
      }),
    );
  });

  test('keeps markup of its own, lists, and leaves out what is not there', () => {
    const list = ['a', '<b>'].map((word) => html`<li>${word}</li>`);
    expect(html`${list}${null}${false}${undefined}${0}`.markup).toBe('<li>a</li><li>&lt;b&gt;</li>0');
  });

  test('runs no script, is framed by nobody, and leads only where it says', () => {
    const { headers } = page({ title: 't', lead: 'l', body: html``, leadsTo: ['http://localhost:3000'] });
    const policy = String(headers?.['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:3000");
    expect(policy).not.toContain('script');
    // no-referrer would make a browser hide the origin of our own forms, and the door refuses those
    expect(headers?.['referrer-policy']).toBe('same-origin');
  });

  test('shows money as people write it', () => {
    expect([money(14_490, 'eur'), money(5, 'USD')]).toEqual(['€144.90', '$0.05']);
  });
});
