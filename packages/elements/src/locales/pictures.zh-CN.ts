import type { PictureTexts } from './picture-texts.js';

/** The words of pictures in Chinese. */
export const texts: PictureTexts = {
  pictures: {
    title: '图片',
    view: '第 {number} 张图片，共 {count} 张',
    position: '{number} / {count}',
    loading: '加载中…',
    missing: '图片无法显示',
    close: '关闭',
    previous: '上一张',
    next: '下一张',
    zoomIn: '放大',
    zoomOut: '缩小',
    add: '添加图片',
    camera: '拍照',
    hint: '支持 JPEG、PNG、WebP、GIF，每张不超过 5 MB，也可以粘贴或拖入。',
    picture: '图片 {number}',
    remove: '移除图片 {number}',
    uploading: '上传中',
    again: '重试',
    interrupted: '上传已中断，请移除后重新添加。',
    problems: {
      'picture-empty': '文件为空，请换一张。',
      'picture-too-large': '图片超过 5 MB，请换一张小一些的。',
      'picture-type': '不支持该文件，请选择 JPEG、PNG、WebP 或 GIF 图片。',
      'picture-unreadable': '图片已损坏，请换一张。',
      'picture-too-many-pixels': '图片超过 4000 万像素，请缩小后再传。',
      'too-many-uploads': '未发送的图片过多，请先发送或移除一些再试。',
      network: '网络连接已断开，请重试。',
      other: '上传失败，请重试。',
    },
  },
};
