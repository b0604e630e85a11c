import { Button, Textarea, TextInput } from '@mantine/core';
import page from '../page.module.css';
import { useFieldTrouble } from '../settings/Saving.tsx';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import { filledParagraphs, LIMITS, PARTS, signsOf, unknownFills } from './filled.ts';
import type { Appeals, Filling, Placement, Texts } from './queries.ts';
import { useAskingWords } from './words.ts';

type Said = Record<string, Texts>;
const EMPTY: Texts = { heading: '', text: '', button: '' };

/** What one variant says, its languages side by side. */
export function AppealTexts(props: {
  name: string;
  said: Said;
  placement: Placement;
  fills: Appeals['fills'];
  languages: readonly string[];
  error: unknown;
  onChange: (said: Said) => void;
  /** Left out where it is the only one. */
  onRemove?: (() => void) | undefined;
}) {
  const { name, said, placement, fills, languages, error, onChange, onRemove } = props;
  const { appeals: say } = useAskingWords();
  // One that the site is no longer published in stays until somebody takes it out.
  const all = [...languages, ...Object.keys(said).filter((lang) => !languages.includes(lang))];
  const set = (lang: string, texts: Texts) => {
    const { [lang]: _before, ...rest } = said;
    const empty = PARTS.every((part) => texts[part] === '');
    onChange(empty ? rest : { ...rest, [lang]: texts });
  };
  return (
    <fieldset className={classes.variant}>
      <legend>{say.variant(name)}</legend>
      <div className={classes.languages}>
        {all.map((lang) => (
          <InLanguage
            key={lang}
            lang={lang}
            texts={said[lang] ?? EMPTY}
            placement={placement}
            filling={fills[lang]?.filling}
            field={`variants.${name}.${lang}`}
            error={error}
            onChange={(texts) => set(lang, texts)}
          />
        ))}
      </div>
      {onRemove !== undefined && (
        <div className={page.acts}>
          <Button variant="default" size="xs" onClick={onRemove}>
            {say.removeVariant(name)}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function InLanguage(props: {
  lang: string;
  texts: Texts;
  placement: Placement;
  filling: Filling | undefined;
  field: string;
  error: unknown;
  onChange: (texts: Texts) => void;
}) {
  const { lang, texts, placement, filling, field, error, onChange } = props;
  const { appeals: say } = useAskingWords();
  const fieldTrouble = useFieldTrouble();
  const { language, figure } = useTelling();
  const begun = PARTS.some((part) => texts[part] !== '');
  const faultOf = (part: (typeof PARTS)[number]): string | undefined => {
    const [signs, most] = [signsOf(texts[part]), LIMITS[placement][part]];
    const [unknown] = filling === undefined ? [] : unknownFills(texts[part], filling);
    if (signs > most) return say.tooLong(figure(signs), figure(most));
    if (unknown !== undefined) return say.unknownFill(unknown);
    if (begun && part !== 'heading' && texts[part].trim() === '') return say.emptyField;
    return fieldTrouble(error, `${field}.${part}`);
  };
  const face = (part: (typeof PARTS)[number]) => ({
    label: say[part](language(lang)),
    lang,
    dir: directionOf(lang),
    value: texts[part],
    error: faultOf(part),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...texts, [part]: event.currentTarget.value }),
  });
  const filled = filling === undefined ? [] : filledParagraphs(texts.text, filling);
  const keyed = filled.map((paragraph, index) => ({ paragraph, key: `${index} ${paragraph}` }));
  return (
    <div>
      {LIMITS[placement].heading > 0 && <TextInput {...face('heading')} />}
      <Textarea
        {...face('text')}
        rows={placement === 'strip' ? 4 : 7}
        description={say.length(figure(signsOf(texts.text)), figure(LIMITS[placement].text))}
      />
      <TextInput {...face('button')} />
      {texts.text.includes('{') && keyed.length > 0 && (
        <div>
          <span className={page.soft}>{say.filled}</span>
          <div className={classes.filled} lang={lang} dir={directionOf(lang)}>
            {keyed.map(({ paragraph, key }) => (
              <p key={key}>{paragraph}</p>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
