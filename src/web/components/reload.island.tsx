/** Looks again in a while, for pages that wait for something: the same as a page without script does. */
import { enhance } from './island.tsx';

enhance<{ seconds: number }>('reload', (_, { seconds }) => {
  setTimeout(() => location.reload(), seconds * 1000);
});
