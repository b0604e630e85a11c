import type { RemarkAbout, Remarks } from './en.ts';

export const remarks: Remarks = {
  at_line: ({ name, figure, why }) => `«${name}»، سطر ${figure}: ${why}`,
  auto_draft: 'پیش‌نویس خالی‌ای که سایت کهنه خود ساخته بود',
  block_made: ({ name }) => `بلوک «${name}» آنچه را سایت می‌سازد نشان می‌دهد و از خود چیزی ندارد`,
  changed_here: 'مطلب از آن پس اینجا دگرگون شده است؛ متن تازهٔ بایگانی برداشته نشد',
  comments_left: ({ figure }) => `دیدگاه‌ها آورده نمی‌شوند: ${figure}`,
  control_signs: ({ figure }) => `نویسه‌های کنترلی کنار گذاشته شدند: ${figure}`,
  cut_off: 'بایگانی زود پایان می‌گیرد: آنچه پس از آن بود نیست؛ دوباره بیرونش بدهید',
  damaged_signs: ({ figure }) =>
    `نویسه‌های آسیب‌دیدهٔ بایگانی به‌صورت U+FFFD آمده‌اند: ${figure}؛ بیابیدشان یا دوباره با UTF-8 بیرون بدهید`,
  damaged_xml: ({ what }) => `XML آسیب‌دیده میان موردها: ${what}`,
  fetched_many: 'در این بار تصویرهای زیادی گرفته شد',
  field_left: ({ name }) => `خانهٔ «${name}» ناشناخته است و کنار گذاشته شد`,
  field_missing: ({ name, names }) => `خانهٔ «${name}» نیست${example(names)}`,
  field_unknown: ({ names }) => `خانه‌ای به نام ${names} نیست؛ آن را بردارید یا نامش را درست کنید`,
  field_wrong: ({ name, what, names }) =>
    `خانهٔ «${name}» به این شکل پذیرفته نیست${what === '' ? '' : ` (${what})`}${example(names)}`,
  file_large: ({ figure }) => `از ${figure} مگابایت بزرگ‌تر است`,
  file_missing: 'پرونده‌اش پیدا نشد',
  file_not_here: 'پرونده‌اش اینجا نیست؛ پوشهٔ بارگذاری‌ها را بیاورید یا بگذارید تصویرها گرفته شوند',
  file_outside: 'پرونده‌اش بیرون بایگانی است؛ در پوشهٔ آن بگذارید',
  form: ({ count, figure }) => `از فرم تنها واژه‌هایش ماند${times({ count, figure })}`,
  frame_nowhere: ({ count, figure }) => `قاب بی‌نشانی کنار رفت و واژه‌هایش ماند${times({ count, figure })}`,
  future_here: 'زمان انتشارش هنوز نرسیده است: اینجا تأیید شد؛ به دست زمان‌بندی‌اش کنید',
  future_there: ({ day }) => `در بایگانی در ${day} منتشر می‌شود: اینجا تأیید شد؛ به دست زمان‌بندی‌اش کنید`,
  head_long: ({ figure }) => `سرآغاز پرونده بیش از ${figure} نویسه دارد؛ متن باید زیر آن بیاید`,
  head_no_fields:
    'سرآغاز پرونده فهرستی از خانه‌ها نیست؛ سطرهایی مانند «headline: Ferries sail again» بنویسید',
  head_open: 'سرآغاز پرونده پایان ندارد؛ آن را با سطر «---» ببندید',
  host_answers: ({ what }) => `میزبان پاسخ می‌دهد ${what}`,
  host_inner: ({ name }) => `میزبان «${name}» به نشانی‌ای بیرون از اینترنت آزاد می‌رسد`,
  host_unknown: ({ name }) => `میزبان «${name}» شناخته نیست`,
  id_twice: ({ name, what }) => `«${name}» شناسهٔ ${what} هم هست؛ به هر پرونده شناسهٔ خودش را بدهید`,
  in_trash: 'در زبالهٔ بایگانی',
  item_cut: 'بایگانی در میان همین مورد پایان می‌یابد',
  item_damaged: ({ what }) => `XML آن آسیب دیده است (سطر ${what})`,
  item_deep: ({ figure }) => `بخش‌های آن بیش از ${figure} لایه در هم‌اند؛ آن را جدا کنید و جداگانه وارد کنید`,
  item_large: ({ figure }) =>
    `یکی از بخش‌های آن بزرگ‌تر از ${figure} مگابایت است؛ آن را جدا کنید و جداگانه وارد کنید`,
  item_titled: ({ name, why }) => `مورد «${name}»: ${why}`,
  item_unended: 'مورد بعدی در میان آن آغاز می‌شود',
  killed_here: 'مطلب اینجا کنار گذاشته شد',
  language_there: ({ name, what }) =>
    `زبان بایگانی «${name}» از زبان‌های تحریریه نیست: مطلب‌هایش زیر «${what}» رفتند`,
  lead_left_out: ({ why }) => `عکس اصلی کنار گذاشته شد: ${why}`,
  left_out: ({ figure, why, names }) => `تصویر یا پرونده کنار گذاشته شد: ${figure}. ${why}${names}`,
  menu: 'فهرست‌ها در تنظیمات سایت نگه داشته می‌شوند',
  nameless: ({ figure }) =>
    `نویسندگانی که به‌جای نام، شناسهٔ ورود دارند یا هیچ: ${figure}؛ مطلب‌هایشان بی‌امضا می‌ماند تا پروندهٔ نگاشت نامشان را بگوید`,
  nests_deep: 'نشانه‌گذاری بسیار تودرتوست: واژه‌ها به‌صورت بندهای ساده ماندند',
  no_alt: 'نه متن جایگزین دارد و نه شرح',
  no_credit: 'صاحب اثر ندارد؛ یکی برای همهٔ بایگانی بدهید',
  no_day: ({ what }) => `«${what}» روز نیست؛ آن را مانند 2026-11-23 بنویسید`,
  no_file_named: 'پیوست پرونده‌ای را نام نمی‌برد',
  no_file_there: 'لوله، دستگاه یا پوشه است، نه پرونده',
  no_language: ({ what }) => `«${what}» نشانهٔ زبان نیست؛ «en» یا «fa» بنویسید`,
  no_medium: ({ what }) => `«${what}» است، نه تصویر، صدا یا پرونده`,
  no_number: 'این مورد شماره یا گونه ندارد',
  no_picture: 'تصویر نیست',
  no_story_text: 'در متن چیزی هست که در هیچ مطلبی جا نمی‌گیرد',
  no_time: ({ what }) => `«${what}» زمان نیست؛ آن را مانند 2026-11-23T14:05:00+02:00 بنویسید`,
  not_public_there: 'خوانندگان اینجا مطلب را می‌بینند و در بایگانی دیگر منتشر نیست؛ به دست پسش بگیرید',
  not_published: 'منتشر نشد',
  not_put_in: ({ what }) => `نشد که وارد شود (${what})`,
  not_reached: ({ what }) => `دست‌یافتنی نبود (${what})`,
  not_read: ({ what }) => `خوانده نشد (${what})`,
  old_menu: 'جایش در فهرست کهنه آورده نمی‌شود',
  old_revision: 'نسخهٔ کهنه؛ تنها متن پایانی آورده می‌شود',
  one_cell: ({ count, figure }) => `جدول تک‌خانه باز شد${times({ count, figure })}`,
  only_http: 'تنها نشانی‌های http و https گرفته می‌شوند',
  page_changed_here: 'صفحه از آن پس اینجا دگرگون شده است؛ متن تازهٔ بایگانی برداشته نشد',
  page_moved: ({ name, old }) =>
    `در «${name}» آمده است، چون «${old}» گرفته است؛ پیوندهای نام کهنه به جای دیگری می‌روند`,
  page_not_public: 'صفحه اینجا همیشه منتشر است و در بایگانی نیست؛ آنجا منتشرش کنید یا از نو بنویسید',
  page_stands: ({ name }) => `صفحهٔ «${name}» اینجا هست؛ برش دارید یا نام آن را در بایگانی عوض کنید`,
  pages_joined: 'صفحه‌های یک مورد به هم پیوستند',
  password_inside: 'نشانی گذرواژه دارد',
  password_there: 'در بایگانی گذرواژه دارد: پیش‌نویس ماند',
  pick_missing: ({ name, what }) => `«${name}» به «${what}» اشاره دارد که نیست`,
  picture_nowhere: ({ count, figure }) =>
    `تصویر بی‌نشانی کنار رفت و واژه‌هایش ماند${times({ count, figure })}`,
  player_nowhere: ({ count, figure }) =>
    `پخش‌کنندهٔ بی‌نشانی کنار رفت و واژه‌هایش ماند${times({ count, figure })}`,
  private_there: 'در بایگانی خصوصی است: پیش‌نویس ماند',
  reader_request: 'درخواست خواننده‌ای دربارهٔ دادهٔ شخصی؛ آورده نمی‌شود',
  redirects_many: ({ figure }) => `بیش از ${figure} بار به جای دیگر می‌فرستد`,
  redirects_nowhere: 'به هیچ نشانی می‌فرستد',
  reusable: 'بلوک چندباره؛ واژه‌هایش در هر موردی که به کارش برده هست',
  reusable_missing: ({ name }) => `بلوک چندبارهٔ ${name} در بایگانی نیست`,
  revision_wrong: 'خانهٔ «revision» عدد درست از ۱ به بالا نیست و کنار گذاشته شد',
  script: ({ count, figure }) => `اسکریپت کنار رفت${times({ count, figure })}`,
  shortcode_empty: ({ name, count, figure }) =>
    `کوتاه‌نوشت [${name}] خالی بود و کنار رفت${times({ count, figure })}`,
  shortcode_kept: ({ name, count, figure }) =>
    `کوتاه‌نوشت [${name}] به‌صورت متن ماند${times({ count, figure })}`,
  shortcode_nowhere: ({ name, count, figure }) =>
    `کوتاه‌نوشت [${name}] نشانی نداشت و کنار رفت${times({ count, figure })}`,
  site_copy: 'رونوشتی که سایت کهنه برای خود نگه می‌داشت',
  source_missing: ({ name, what }) => `«${name}» ترجمهٔ «${what}» است که نیست`,
  status_unknown: ({ name }) => `وضعیت «${name}» اینجا شناخته نیست: پیش‌نویس ماند`,
  style: ({ count, figure }) => `شیوه‌نامه کنار رفت${times({ count, figure })}`,
  tags_many: 'بیش از ۱۰۰ برچسب: بقیه کنار رفت',
  theme: 'بخشی از پوستهٔ سایت کهنه',
  time_passed: 'زمانش گذشته است: اینجا تأیید شد؛ به دست منتشرش کنید',
  title_long: 'عنوان از تیتر درازتر است: همه‌اش بند نخست شد',
  title_none: 'این مورد عنوان ندارد: تیترش از واژه‌های نخست یا نشانی ساخته شد',
  too_slow: 'زمان زیادی برد',
  tracking: ({ count, figure }) => `پیکسل ردیاب کنار رفت${times({ count, figure })}`,
  type_unknown: ({ name }) =>
    `موردهای گونهٔ «${name}» اینجا جایی ندارند؛ برای آوردنشان گونه را در پروندهٔ نگاشت بنویسید`,
  withdrawn_bare: 'مطلب پس‌گرفته‌شده باید خانهٔ «withdrawn» را با زمان و دلیل داشته باشد',
  withdrawn_here: 'مطلب اینجا پس گرفته شد',
  yaml_aliases: 'نام‌های مستعار آن بیش از اندازه تکرار شده‌اند؛ خود مقدارها را بنویسید',
  yaml_anchor: ({ name }) =>
    `پیش از «*${name}» لنگر «&${name}» نیست؛ خود مقدار را بنویسید یا آن را در گیومه بگذارید`,
  yaml_broken: ({ what }) =>
    `این را نمی‌توان به‌صورت YAML خواند؛ دونقطه‌ها، گیومه‌ها و تورفتگی‌ها را ببینید (${what})`,
  yaml_deep: 'بیش از اندازه تو در تو است؛ ساده‌تر بنویسید',
};

/** How often, where it was more than once. */
function times({ count, figure }: Pick<RemarkAbout, 'count' | 'figure'>): string {
  return count > 1 ? ` (${figure} بار)` : '';
}

function example(line: string): string {
  return line === '' ? '' : `؛ برای نمونه: ${line}`;
}
