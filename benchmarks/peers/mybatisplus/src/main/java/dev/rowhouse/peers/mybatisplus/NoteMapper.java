package dev.rowhouse.peers.mybatisplus;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

/** Notes. */
interface NoteMapper extends BaseMapper<Note> {}
