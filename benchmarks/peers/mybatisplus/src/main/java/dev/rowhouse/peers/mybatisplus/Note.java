package dev.rowhouse.peers.mybatisplus;

import com.baomidou.mybatisplus.annotation.IdType;
import com.baomidou.mybatisplus.annotation.TableId;
import com.baomidou.mybatisplus.annotation.TableName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A note on a document. What is null is not written. */
@TableName("note")
class Note {
    @TableId(type = IdType.INPUT)
    @Nullable
    UUID id;

    @Nullable
    UUID tenantId;

    @Nullable
    String title;

    @Nullable
    UUID documentId;

    Note() {}

    Note(UUID id, String title) {
        this.id = id;
        this.title = title;
    }
}
