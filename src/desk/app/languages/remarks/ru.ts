import type { RemarkAbout, Remarks } from './en.ts';

export const remarks: Remarks = {
  at_line: ({ name, figure, why }) => `«${name}», строка ${figure}: ${why}`,
  auto_draft: 'Пустой черновик, который старый сайт создал сам',
  block_made: ({ name }) => `Блок «${name}» показывает то, что делает сам сайт, и своего не содержит`,
  changed_here: 'С тех пор материал изменили здесь; новый текст архива не взят',
  comments_left: ({ figure }) => `Комментарии не переносятся: ${figure}`,
  control_signs: ({ figure }) => `Управляющие знаки пропущены: ${figure}`,
  cut_off: 'Архив обрывается: того, что было дальше, нет; выгрузите его ещё раз',
  damaged_signs: ({ figure }) =>
    `Знаки, повреждённые в архиве, стоят как U+FFFD: ${figure}; найдите их или выгрузите ещё раз в UTF-8`,
  damaged_xml: ({ what }) => `Повреждённый XML между записями: ${what}`,
  fetched_many: 'За этот проход скачано слишком много снимков',
  field_left: ({ name }) => `Поле «${name}» неизвестно и пропущено`,
  field_missing: ({ name, names }) => `Нет поля «${name}»${example(names)}`,
  field_unknown: ({ names }) => `Поля ${names} нет; уберите его или исправьте название`,
  field_wrong: ({ name, what, names }) =>
    `Поле «${name}» в таком виде не годится${what === '' ? '' : ` (${what})`}${example(names)}`,
  file_large: ({ figure }) => `Он больше ${figure} МБ`,
  file_missing: 'Его файл не найден',
  file_not_here: 'Его файла здесь нет; принесите папку загрузок или разрешите скачивать снимки',
  file_outside: 'Его файл лежит вне архива; положите его в папку архива',
  form: ({ count, figure }) => `От формы остались её слова${times({ count, figure })}`,
  frame_nowhere: ({ count, figure }) =>
    `Вставка без годного адреса убрана, её слова остались${times({ count, figure })}`,
  future_here: 'Время публикации ещё не пришло: здесь одобрен, запланируйте вручную',
  future_there: ({ day }) => `В архиве выходит ${day}: здесь одобрен, запланируйте вручную`,
  head_long: ({ figure }) => `В шапке файла больше ${figure} знаков; сам текст пишется под ней`,
  head_no_fields: 'Шапка файла — не список полей; пишите строки вида «headline: Ferries sail again»',
  head_open: 'У шапки файла нет конца; закройте её строкой «---»',
  host_answers: ({ what }) => `Сервер отвечает ${what}`,
  host_inner: ({ name }) => `Сервер «${name}» ведёт на адрес не из открытого интернета`,
  host_unknown: ({ name }) => `Сервер «${name}» неизвестен`,
  id_twice: ({ name, what }) => `«${name}» — идентификатор и файла ${what}; дайте каждому файлу свой`,
  in_trash: 'В корзине архива',
  item_cut: 'Архив обрывается внутри этого элемента',
  item_damaged: ({ what }) => `Его XML повреждён (строка ${what})`,
  item_deep: ({ figure }) => `Его элементы вложены глубже ${figure}; разделите его и импортируйте отдельно`,
  item_large: ({ figure }) => `Одна из его частей больше ${figure} МБ; разделите его и импортируйте отдельно`,
  item_titled: ({ name, why }) => `Элемент «${name}»: ${why}`,
  item_unended: 'Следующий элемент начинается внутри него',
  killed_here: 'Здесь материал сняли',
  language_there: ({ name, what }) =>
    `Языка архива «${name}» у редакции нет: его материалы отнесены к «${what}»`,
  lead_left_out: ({ why }) => `Главный снимок пропущен: ${why}`,
  left_out: ({ figure, why, names }) => `Снимков и файлов пропущено: ${figure}. ${why}${names}`,
  menu: 'Меню хранятся в настройках сайта',
  nameless: ({ figure }) =>
    `Авторы, у которых вместо имени логин или пусто: ${figure}; их материалы стоят без подписи, пока имён нет в файле соответствий`,
  nests_deep: 'Разметка вложена слишком глубоко: слова сохранены простыми абзацами',
  no_alt: 'У него нет ни описания, ни подписи',
  no_credit: 'У него не указан автор; укажите одного для всего архива',
  no_day: ({ what }) => `«${what}» — не день; пишите как 2026-11-23`,
  no_file_named: 'Вложение не называет файла',
  no_file_there: 'Это канал, устройство или папка, а не файл',
  no_language: ({ what }) => `«${what}» — не код языка; пишите «en» или «fa»`,
  no_medium: ({ what }) => `Это «${what}», а не снимок, звук или файл`,
  no_number: 'У записи нет номера или вида',
  no_picture: 'Это не снимок',
  no_story_text: 'В тексте есть то, чего в материале быть не может',
  no_time: ({ what }) => `«${what}» — не время; пишите как 2026-11-23T14:05:00+02:00`,
  not_public_there: 'Здесь материал видят читатели, а в архиве он больше не опубликован; отзовите вручную',
  not_published: 'Не опубликован',
  not_put_in: ({ what }) => `Внести не удалось (${what})`,
  not_reached: ({ what }) => `Не удалось связаться (${what})`,
  not_read: ({ what }) => `Прочесть не удалось (${what})`,
  old_menu: 'Её место в старом меню не переносится',
  old_revision: 'Старая редакция; переносится только последний текст',
  one_cell: ({ count, figure }) => `Таблица из одной ячейки раскрыта${times({ count, figure })}`,
  only_http: 'Скачивается только по адресам http и https',
  page_changed_here: 'С тех пор страницу изменили здесь; новый текст архива не взят',
  page_moved: ({ name, old }) =>
    `Она стоит по адресу «${name}»: «${old}» занят; ссылки по старому имени ведут в другое место`,
  page_not_public: 'Страница здесь всегда открыта, а в архиве нет; опубликуйте её там или напишите заново',
  page_stands: ({ name }) =>
    `Страница «${name}» здесь уже есть; уберите её или переименуйте ту, что в архиве`,
  pages_joined: 'Страницы одной записи соединены',
  password_inside: 'В адресе стоит пароль',
  password_there: 'В архиве закрыт паролем: оставлен черновиком',
  pick_missing: ({ name, what }) => `«${name}» ссылается на «${what}», которого нет`,
  picture_nowhere: ({ count, figure }) =>
    `Снимок без годного адреса убран, его слова остались${times({ count, figure })}`,
  player_nowhere: ({ count, figure }) =>
    `Проигрыватель без годного адреса убран, его слова остались${times({ count, figure })}`,
  private_there: 'В архиве личный: оставлен черновиком',
  reader_request: 'Запрос читателя о личных данных; не переносится',
  redirects_many: ({ figure }) => `Перенаправлений больше ${figure}`,
  redirects_nowhere: 'Перенаправляет в никуда',
  reusable: 'Переиспользуемый блок; его слова стоят там, где он применён',
  reusable_missing: ({ name }) => `Переиспользуемого блока ${name} в архиве нет`,
  revision_wrong: 'Поле «revision» — не целое число от 1 и пропущено',
  script: ({ count, figure }) => `Скрипт убран${times({ count, figure })}`,
  shortcode_empty: ({ name, count, figure }) => `Шорткод [${name}] пуст и убран${times({ count, figure })}`,
  shortcode_kept: ({ name, count, figure }) =>
    `Шорткод [${name}] оставлен текстом${times({ count, figure })}`,
  shortcode_nowhere: ({ name, count, figure }) =>
    `У шорткода [${name}] нет годного адреса, он убран${times({ count, figure })}`,
  site_copy: 'Копия, которую старый сайт хранил для себя',
  source_missing: ({ name, what }) => `«${name}» — перевод «${what}», которого нет`,
  status_unknown: ({ name }) => `Состояние «${name}» здесь неизвестно: оставлен черновиком`,
  style: ({ count, figure }) => `Таблица стилей убрана${times({ count, figure })}`,
  tags_many: 'Больше 100 меток: остальные пропущены',
  theme: 'Часть темы старого сайта',
  time_passed: 'Его время прошло: здесь одобрен, опубликуйте вручную',
  title_long: 'Название длиннее, чем может быть заголовок: целиком оно стоит первым абзацем',
  title_none: 'У записи нет названия: заголовок взят из первых слов или из адреса',
  too_slow: 'Слишком долго',
  tracking: ({ count, figure }) => `Следящий пиксель убран${times({ count, figure })}`,
  type_unknown: ({ name }) =>
    `Записям вида «${name}» здесь нет места; назовите вид в файле соответствий, чтобы перенести`,
  withdrawn_bare: 'Отозванному материалу нужно поле «withdrawn» со временем и причиной',
  withdrawn_here: 'Здесь материал отозвали',
  yaml_aliases: 'Её псевдонимы повторяются слишком часто; выпишите значения',
  yaml_anchor: ({ name }) =>
    `Перед «*${name}» нет якоря «&${name}»; выпишите значение или возьмите его в кавычки`,
  yaml_broken: ({ what }) => `Это не читается как YAML; посмотрите на двоеточия, кавычки и отступы (${what})`,
  yaml_deep: 'Слишком глубокая вложенность; напишите проще',
};

/** How often, where it was more than once. */
function times({ count, figure }: Pick<RemarkAbout, 'count' | 'figure'>): string {
  return count > 1 ? ` (раз: ${figure})` : '';
}

function example(line: string): string {
  return line === '' ? '' : `; например: ${line}`;
}
