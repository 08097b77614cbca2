import type { FormTexts } from './form-texts.js';
import type { Value } from './message.js';

/** The range of a value, which may be a single one. */
function range({ min, max }: Readonly<Record<'min' | 'max', Value>>): string {
  return min === max ? '{label}需为 {min}' : '{label}需在 {min}–{max} 之间';
}

/** The words of forms in Chinese. */
export const texts: FormTexts = {
  form: {
    collapse: '收起',
    audience: { buyer: '买家会看到', staff: '仅平台小二可见，买家看不到' },
    sends: {
      agree: '同意并告知{buyer}',
      decline: '拒绝并告知{buyer}',
      propose: '提出并告知{buyer}',
      'confirm-receipt': '确认并告知{buyer}',
      reply: '发给{buyer}',
      'submit-evidence': '提交给平台小二',
    },
    sendToBuyer: '{act}，告知{buyer}',
    sendToStaff: '{act}，发给小二',
    leadsTo: {
      buyer: '此后，买家可在{time}内{what}。',
      merchant: '此后，您需在{time}内{what}。',
      staff: '此后，平台会在{time}内{what}。',
    },
    days: '{count}天',
    hours: '{count}小时',
    minutes: '{count}分钟',
    preview: '将以您的名义发到聊天',
    previewShare: '发送时会算出这些商品对应的退款金额，并写入发给买家的内容。',
    previewEmpty: '填写后，可在这里预览发给买家的内容。',
    optional: '选填',
    upTo: '最多 {max}',
    fromTo: '{min}–{max}',
    full: '全额',
    choose: '选择一项',
    counter: '{count}/{max}',
    quickReplies: '快捷短语',
    replies: [
      { label: '致歉', text: '很抱歉给您带来不便。' },
      { label: '邮费说明', text: '邮费由我们承担。' },
      { label: '时效', text: '我们会尽快处理。' },
    ],
    ownAddress: '填写其他地址',
    address: { name: '收货人', phone: '电话', region: '地区', street: '详细地址' },
    quantity: '{item}的数量',
    found: '{item}的问题说明',
    picturesOf: '{item}的图片',
    ofItem: '{item}：{problem}',
    notYet: '暂不能发送：{reason}',
    shortcut: 'Ctrl ↵',
    shortcutMac: '⌘ ↵',
    unknownMove: '该操作需要更新版本，可到工作台处理。',
    none: '不选',
    picturesUnfinished: '请等待图片全部上传完成，或移除上传失败的图片',
    picturesAtMost: '图片最多{max}张',
  },
  problems: {
    required: '{label}不能为空',
    requiredReason: '选择一个原因',
    requiredAddress: '选择或填写一个地址',
    'wrong-kind': '{label}填写有误',
    'unknown-field': '不支持的字段：{label}',
    'unknown-option': '选择列表中的一项',
    'too-short': '还差{by}个字：{label}需{min}–{max}字',
    'too-long': '超出{by}字',
    unreadable: '{label}里有无法识别的字符',
    'too-low': range,
    'too-high': range,
    'wrong-currency': '金额需用{currency}',
    amountUnreadable: '请填写金额（{currency}），如 {example}',
    phoneUnreadable: '填写电话号码，如 0571-88881234 转 12',
    trackingUnreadable: '运单号是5–40位字母或数字',
    nothingArrived: '未收到任何商品，不能确认收货。',
    other: '{label}需要修改',
    tooEarly: '最早可选{day}',
    tooLate: '最晚可选{day}',
  },
};
