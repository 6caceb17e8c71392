package dev.rowhouse.peers.mybatisplus;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

/** Documents, what hangs on them, and SQL of any kind. */
interface DocumentMapper extends BaseMapper<Document> {
    @Select("select d.title from note n join document d on d.id = n.document_id where n.id = #{note}")
    List<String> titlesOfNote(@Param("note") UUID note);

    @Select("select n.title from document d join note n on n.document_id = d.id where d.id = #{document}")
    List<String> notesOf(@Param("document") UUID document);

    @Select("select t.title from document_tag l join tag t on t.id = l.tag_id where l.document_id = #{document}")
    List<String> tagsOf(@Param("document") UUID document);

    @Select("select label from document_label where document_id = #{document}")
    List<String> labelsOf(@Param("document") UUID document);

    @Select("${sql}")
    List<Map<String, Object>> runQuery(@Param("sql") String sql);

    @Update("${sql}")
    int runUpdate(@Param("sql") String sql);
}
