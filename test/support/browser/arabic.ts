import type { Overrides, Texts } from '@sidecard/elements';

/**
 * A third language as a host supplies it: no part of it is in the packages. Not all of it: what is missing is in English, as for any host that has
 * not translated everything.
 */
export const arabic: Overrides<Texts> = {
  locale: 'ar',
  viewTask: 'عرض المهمة',
  platform: 'المنصة',
  unverified: 'غير مؤكد',
  cardLabel: '{type}، {status}',
  types: {
    'return-refund': 'استرجاع واسترداد',
    exchange: 'استبدال',
    'address-change': 'تغيير العنوان',
    resend: 'إعادة إرسال',
    repair: 'إصلاح',
  },
  statuses: {
    'awaiting-merchant': 'بانتظار ردك',
    'awaiting-receipt': 'أكد الاستلام',
    'awaiting-return': 'بانتظار الإرجاع',
    declined: 'مرفوض',
    'platform-intervening': 'تدخل المنصة',
    resolved: 'تم الحل',
    closed: 'مغلق',
  },
  dates: {
    month: 'short',
    day: '{day} {month}',
    dayYear: '{day} {month} {year}',
    moment: '{date} {time}',
    yesterday: 'أمس',
  },
  units: { day: ' يوم', hour: ' س', minute: ' د', minuteAfterHours: ' د', gap: ' و', underMinute: 'أقل من دقيقة' },
  due: { by: 'قبل {moment}', byToday: 'قبل {time} اليوم', left: 'باقي {time}', buyerHas: 'للمشتري {time}' },
  owner: {
    nobody: 'غير مستلم',
    me: 'أنت تتولاها',
    other: 'يتولاها {name}',
    denied: 'لا يمكنك معالجة هذا',
    snapshot: 'كما كان عند الإرسال',
  },
  line: { words: 'المشتري: {text}', 'awaiting-merchant': 'المشتري بانتظار ردك' },
  panel: {
    label: 'مهمة ما بعد البيع: {type}',
    title: 'مهمة ما بعد البيع',
    order: 'الطلب …{order}',
    number: 'تذكرة {number}',
    close: 'إغلاق',
    more: 'المزيد',
    copy: 'نسخ',
    copied: 'تم النسخ',
    actions: 'الإجراءات المتاحة',
  },
  sections: {
    request: 'ما يطلبه المشتري',
    requestShort: 'الطلب',
    order: 'الطلبية',
    commitments: 'التزامات المتجر',
    history: 'السجل',
  },
  claim: { claim: 'استلام', release: 'تحرير', takeOver: 'تولي المهمة', claimed: 'تم الاستلام', released: 'تم التحرير' },
  order: {
    copyNumber: 'نسخ رقم الطلب',
    paid: 'دُفع {time}',
    sent: 'أُرسل {time}',
    signed: 'استُلم {time}',
    shipTo: 'العنوان',
  },
  parties: { you: 'أنت', shop: 'المتجر', buyer: 'المشتري', platform: 'المنصة' },
  history: { 'ticket-created': 'فُتحت التذكرة: {type}', claimed: '{who}: استلام المهمة', said: '«{text}»' },
  announce: { updated: 'تم تحديث التذكرة: {status}', sentToBuyer: 'أُرسل إلى المشتري.' },
};
