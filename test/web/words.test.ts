/** Words for every "no", and for the advice that comes without one. */
import { expect, test } from 'bun:test';
import { problemTitle, problemWords } from '../../src/web/problems/pages.tsx';
import { photoAdvice, photoRefusals } from '../../src/web/uploads/words.ts';

const reasons = [
  ...['no-face', 'no-clear-subject', 'too-small', 'face-too-small', 'blurred', 'broken', 'animated'],
  ...['format-not-allowed', 'too-many-pixels', 'too-large', 'quota-used', 'under-age'],
];

test('every reason to refuse a photo has its words: what, why, what helps', () => {
  expect(Object.keys(photoRefusals).toSorted()).toEqual(reasons.toSorted());
  for (const { title, because, remedy } of Object.values(photoRefusals))
    for (const sentence of [title, because, remedy]) expect(sentence).toMatch(/^[A-Z][^!]{10,}[.:”]$/);
});

test('advice names what is to be seen, and what would work better', () => {
  for (const { says, remedy } of Object.values(photoAdvice)) {
    expect(says).toMatch(/^[A-Z].+\.$/);
    expect(remedy).toMatch(/^[A-Z].+\.$/);
  }
});

test('every failure that people meet has a sentence, says what is safe, and never only that it failed', () => {
  for (const status of [400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 502, 503]) {
    expect(problemWords[status]?.title).toMatch(/\.$/);
    expect(problemWords[status]?.safe.length).toBeGreaterThanOrEqual(1);
  }
});

test('a failure that nobody thought of still has a sentence', () => {
  expect(problemTitle({ status: 418 })).toBe(problemTitle({ status: 400 }));
  expect(problemTitle({ status: 599 })).toBe(problemTitle({ status: 500 }));
});
