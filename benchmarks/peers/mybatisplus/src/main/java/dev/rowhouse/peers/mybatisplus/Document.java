package dev.rowhouse.peers.mybatisplus;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document. */
@TableName("document")
class Document {
    @TableId(type = IdType.INPUT)
    @Nullable
    UUID id;

    @Nullable
    String title;
}
