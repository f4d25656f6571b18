/**
 * One letter in two forms, HTML and plain text, made from the same blocks, so that both say the same. Tables and inline
 * styles, because mail programs know little else; no remote image, no remote font, no pixel; one link is the action.
 */
import { renderToString } from 'preact-render-to-string';
import { Block } from './blocks.tsx';
import { plain } from './plain.ts';
import { type Letter, type LetterContent, type Sender, sans, serif, simulatedLine } from './shapes.ts';

export function letterOf(content: LetterContent, sender: Sender): Letter {
  return {
    subject: content.subject,
    text: plain(content, sender),
    html: `<!doctype html>${renderToString(<Html {...content} sender={sender} />)}`,
  };
}

/** The dark scheme and the narrow layout; all the rest is inline. */
const styles = `
@media (prefers-color-scheme: dark) {
.bg{background:#111714!important}.card{background:#19211d!important}.ink{color:#edf1ec!important}.soft{color:#aab8b0!important}
.rule{border-color:#303c36!important}.cta{background:#8bcdb0!important;color:#0b1611!important}.lnk{color:#8bcdb0!important}
.room{background:#212b26!important}.sim{background:#352a12!important;color:#edf1ec!important}}
@media (max-width:520px){.pad{padding-left:22px!important;padding-right:22px!important}.h1{font-size:30px!important}}`;

type HtmlProps = LetterContent & { readonly sender: Sender };

const Html = (props: HtmlProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <title>{props.subject}</title>
      <style dangerouslySetInnerHTML={{ __html: styles }} />
    </head>
    <body class="bg" style="margin:0;padding:0;background:#f4f6f2;-webkit-text-size-adjust:100%">
      <div style="display:none;max-height:0;overflow:hidden">{props.preview}</div>
      <main>
        <table
          role="presentation"
          width="100%"
          cellPadding="0"
          cellSpacing="0"
          class="bg"
          style="background:#f4f6f2"
        >
          <tr>
            <td align="center" style="padding:24px 12px 48px">
              <Card {...props} />
            </td>
          </tr>
        </table>
      </main>
    </body>
  </html>
);

const Card = ({ title, blocks, because, sender }: HtmlProps) => (
  <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style="max-width:600px">
    {sender.simulated ? <Simulated /> : null}
    <tr>
      <td class="card pad" style="background:#fdfefc;padding:32px 44px 40px">
        <Wordmark />
        <h1
          class="ink h1"
          style={`margin:0 0 14px;font:normal 36px/1.08 ${serif};color:#16211c;letter-spacing:-.5px`}
        >
          {title}
        </h1>
        {blocks.map((block) => (
          <Block key={JSON.stringify(block)} block={block} />
        ))}
      </td>
    </tr>
    <tr>
      <td class="pad soft" style={`padding:22px 44px 0;font:13px/1.6 ${sans};color:#48564f`}>
        {because} Answer it and a person reads it.{' '}
        <a class="lnk" href={`${sender.publicUrl}/account/privacy`} style="color:#1d5c48">
          What we hold about you
        </a>{' '}
        ·{' '}
        <a class="lnk" href={`${sender.publicUrl}/privacy`} style="color:#1d5c48">
          Privacy
        </a>{' '}
        · {sender.imprint}
      </td>
    </tr>
  </table>
);

const Simulated = () => (
  <tr>
    <td
      class="sim"
      style={`background:#f5ebd2;color:#16211c;font:13px/1.45 ${sans};padding:8px 16px;border-bottom:1px solid #745000`}
    >
      {simulatedLine}
    </td>
  </tr>
);

const Wordmark = () => (
  <p class="ink" style={`margin:0 0 28px;font:22px/1 ${serif};color:#16211c;letter-spacing:-.3px`}>
    Portrait
    <span
      style={`font:bold 11px/1 ${sans};border:1.5px solid currentColor;padding:3px 4px;margin-left:5px;vertical-align:3px`}
    >
      123
    </span>
  </p>
);
