/** A reader that stands still at an event, and what can be done: try it again, or pass the event over for good. */
import { PostButton, Submit } from '../../components/form.tsx';
import { exactTime } from '../../components/format.ts';

export type ParkedReader = {
  readonly name: string;
  readonly event: string;
  readonly reason: string;
  readonly since: string;
};

export const Parked = ({ name, event, reason, since }: ParkedReader) => (
  <section class="panel panel--bad mt-5" aria-label={`Parked: ${name}`}>
    <h2>Parked: {name}</h2>
    <p>One event could not be dealt with. Only this reader stands still; what it has read stays.</p>
    <dl class="defs mb-4">
      <div>
        <dt>Event</dt>
        <dd class="mono">{event}</dd>
      </div>
      <div>
        <dt>Reason</dt>
        <dd class="mono">{reason}</dd>
      </div>
      <div>
        <dt>Stands still since</dt>
        <dd>{exactTime(since)}</dd>
      </div>
    </dl>
    <div class="stack gap-4">
      <PostButton to="/ops/retry" fields={{ name }} kind="quiet" small>
        Try again
      </PostButton>
      <details class="fold">
        <summary>Skip this event…</summary>
        <form class="stack gap-3" method="post" action="/ops/skip">
          <input type="hidden" name="name" value={name} />
          <p>
            It is passed over now and in every rebuild of this version. That it was you is kept with it, and
            shown under Processes.
          </p>
          <div>
            <Submit kind="danger" small>
              Skip it for good
            </Submit>
          </div>
        </form>
      </details>
    </div>
  </section>
);
