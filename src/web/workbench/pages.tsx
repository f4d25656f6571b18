/** `/components`, in development only: every component in every state, once. What the eye and the axe go through. */
import { PageHead } from '../components/layout.tsx';
import { Colours, Gaps, Mouldings, Say } from './look.tsx';
import { Errors, Painting, States, Uploads } from './states.tsx';

export const ComponentsPage = () => (
  <div class="wrap">
    <PageHead
      title="Components and their states"
      lede="The sheet to build from. Every state that a page can be in is here once."
    />
    <div class="stack gap-8">
      <Colours />
      <Mouldings />
      <Say />
      <Errors />
      <Uploads />
      <Painting />
      <States />
      <Gaps />
    </div>
  </div>
);
